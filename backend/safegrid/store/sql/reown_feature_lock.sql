-- Lock features of further layers, and read where they belong.
SELECT id, COALESCE(cell_id, 0), touched, CASE WHEN ST_Dimension(geom) > 0 THEN ST_AsBinary(geom) END
FROM store_layerfeature
WHERE id = ANY (%(ids)s::bigint[])
ORDER BY id
FOR UPDATE
