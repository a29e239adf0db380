-- Hazards after one, whatever their state: id, degrees, owner.
SELECT id, ST_X(geom), ST_Y(geom), COALESCE(cell_id, 0), 0::bigint, 0::bigint
FROM store_hazard
WHERE id > %(after)s
ORDER BY id
LIMIT %(most)s
