-- Lock risk points, in the order that everybody keeps, and read of them as `rerate_point_next` does.
SELECT
    p.id, COALESCE(p.cell_id, 0), p.touched, COALESCE(p.unit_id, 0), p.method, p.inputs::text, p.inherent, p.direct,
    p.residual, p.residual_until, p.base, p.live, p.firm, p.reasons::text, COALESCE(u.major_hazard, 0),
    p.xmin::text
FROM store_riskpoint AS p
LEFT JOIN store_enterprise AS u ON u.id = p.unit_id
WHERE p.id = ANY (%(ids)s::bigint[]) AND p.retired_at IS NULL
ORDER BY p.id
FOR NO KEY UPDATE OF p
