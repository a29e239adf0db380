-- What is drawn of risk points, with their bounding boxes.
SELECT
    p.id, p.version, COALESCE(p.cell_id, 0), p.touched, COALESCE(p.unit_id, 0), COALESCE(u.industry, ''),
    ST_X(p.owner_point), ST_Y(p.owner_point),
    CASE
        WHEN GeometryType(p.geom) = 'POINT' THEN 'point'
        WHEN GeometryType(p.geom) IN ('LINESTRING', 'MULTILINESTRING') THEN 'line'
        ELSE 'area'
    END,
    p.name, p.live, p.firm, p.base,
    ARRAY[ST_XMin(p.geom), ST_YMin(p.geom), ST_XMax(p.geom), ST_YMax(p.geom)]
FROM store_riskpoint AS p
LEFT JOIN store_enterprise AS u ON u.id = p.unit_id
WHERE p.id = ANY (%(ids)s::bigint[])
ORDER BY p.id
