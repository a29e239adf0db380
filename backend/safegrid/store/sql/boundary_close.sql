-- End the boundaries in force of some cells, with the names and parents that these have until now. Nothing else of
-- history is ever changed.
UPDATE store_cellboundary AS b
SET valid_during = tstzrange(lower(b.valid_during), %(at)s, '[)'), name = c.name, parent_id = c.parent_id
FROM store_gridcell AS c
WHERE c.id = b.cell_id AND b.cell_id = ANY (%(cells)s::bigint[]) AND upper_inf(b.valid_during)
