-- Every feature of some communities, and the unowned ones, whatever its state: id, degrees, owner.
SELECT id, ST_X(owner_point), ST_Y(owner_point), COALESCE(cell_id, 0), 0::bigint, 0::bigint
FROM store_layerfeature
WHERE cell_id = ANY (%(cells)s::bigint[]) OR cell_id IS NULL
ORDER BY id
