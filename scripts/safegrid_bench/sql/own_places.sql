SELECT id, ST_X(owner_point), ST_Y(owner_point)
FROM store_riskpoint
WHERE retired_at IS NULL
ORDER BY id
LIMIT %(most)s
