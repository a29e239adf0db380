-- Lock risk points, in the order that everybody keeps, and read what rates them and what is drawn of them.
SELECT
    p.id, COALESCE(p.unit_id, 0), p.method, p.inputs::text, p.inherent, p.direct, p.residual, p.residual_until, p.reasons::text,
    ARRAY[ST_XMin(p.geom), ST_YMin(p.geom), ST_XMax(p.geom), ST_YMax(p.geom)],
    p.version, COALESCE(p.cell_id, 0), p.touched, COALESCE(u.industry, ''),
    ST_X(p.owner_point), ST_Y(p.owner_point),
    CASE
        WHEN GeometryType(p.geom) = 'POINT' THEN 'point'
        WHEN GeometryType(p.geom) IN ('LINESTRING', 'MULTILINESTRING') THEN 'line'
        ELSE 'area'
    END,
    p.name, p.live, p.firm, p.base
FROM store_riskpoint AS p
LEFT JOIN store_enterprise AS u ON u.id = p.unit_id
WHERE p.id = ANY (%(ids)s::bigint[]) AND p.retired_at IS NULL
ORDER BY p.id
FOR UPDATE OF p
