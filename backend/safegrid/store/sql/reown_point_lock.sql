-- Lock risk points, in the order that everybody keeps, and read where they belong and what is counted of them.
SELECT
    id, COALESCE(cell_id, 0), touched, CASE WHEN ST_Dimension(geom) > 0 THEN ST_AsBinary(geom) END,
    retired_at IS NULL, live, firm, base
FROM store_riskpoint
WHERE id = ANY (%(ids)s::bigint[])
ORDER BY id
FOR UPDATE
