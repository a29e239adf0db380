-- Every alarm of some communities, and the unowned ones, whatever its state: id, degrees, owner.
SELECT id, ST_X(geom), ST_Y(geom), COALESCE(cell_id, 0), 0::bigint, 0::bigint
FROM store_alarm
WHERE cell_id = ANY (%(cells)s::bigint[]) OR cell_id IS NULL
ORDER BY id
