-- The owner of each place: the community of the lowest code among those that it touches.
SELECT p.id, (array_agg(c.id ORDER BY c.code))[1]
FROM (SELECT id, owner_point FROM store_riskpoint WHERE retired_at IS NULL ORDER BY id LIMIT %(most)s) AS p
JOIN store_cellboundary AS b ON ST_Intersects(b.geom, p.owner_point) AND b.valid_during @> now()
JOIN store_gridcell AS c ON c.id = b.cell_id AND c.level = 4
GROUP BY p.id
