-- Active risk points after one: where they are counted and what rates them. Nothing is locked.
SELECT
    p.id, COALESCE(p.cell_id, 0), p.touched, COALESCE(p.unit_id, 0), p.method, p.inputs::text, p.inherent, p.direct,
    p.residual, p.residual_until, p.base, p.live, p.firm, p.reasons::text, COALESCE(u.major_hazard, 0),
    p.xmin::text
FROM store_riskpoint AS p
LEFT JOIN store_enterprise AS u ON u.id = p.unit_id
WHERE p.id > %(after)s AND p.retired_at IS NULL
ORDER BY p.id
LIMIT %(most)s
