-- Points to multiply: single places that a community owns.
SELECT id, ST_X(owner_point), ST_Y(owner_point)
FROM store_riskpoint
WHERE retired_at IS NULL AND cell_id IS NOT NULL AND ST_Dimension(geom) = 0
ORDER BY id
