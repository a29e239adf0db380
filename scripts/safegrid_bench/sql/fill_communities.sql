SELECT c.id, c.code, ST_AsBinary(b.geom)
FROM store_cellboundary AS b
JOIN store_gridcell AS c ON c.id = b.cell_id
WHERE c.level = 4 AND b.valid_during @> now()
ORDER BY c.code
