-- Features after one, whatever their state: id, degrees, owner, and whether it is more than a mere point.
SELECT id, ST_X(owner_point), ST_Y(owner_point), COALESCE(cell_id, 0), ST_Dimension(geom)::bigint, 0::bigint
FROM store_layerfeature
WHERE id > %(after)s
ORDER BY id
LIMIT %(most)s
