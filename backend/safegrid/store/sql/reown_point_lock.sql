-- Lock risk points, in the order that everybody keeps, and read where they belong and what is drawn of them.
SELECT
    p.id, COALESCE(p.cell_id, 0), p.touched,
    CASE WHEN ST_Dimension(p.geom) > 0 THEN ST_AsBinary(p.geom) END,
    p.retired_at IS NULL, p.version, COALESCE(p.unit_id, 0), COALESCE(u.industry, ''),
    ST_X(p.owner_point), ST_Y(p.owner_point),
    CASE
        WHEN GeometryType(p.geom) = 'POINT' THEN 'point'
        WHEN GeometryType(p.geom) IN ('LINESTRING', 'MULTILINESTRING') THEN 'line'
        ELSE 'area'
    END,
    p.name, p.live, p.firm, p.base
FROM store_riskpoint AS p
LEFT JOIN store_enterprise AS u ON u.id = p.unit_id
WHERE p.id = ANY (%(ids)s::bigint[])
ORDER BY p.id
FOR UPDATE OF p
