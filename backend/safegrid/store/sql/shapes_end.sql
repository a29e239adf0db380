-- End the shapes that a new version draws otherwise, or no more: those of some cells in some bands, and of cells that end.
UPDATE store_cellshape AS s
SET until_id = %(version)s
WHERE s.until_id IS NULL
  AND (s.cell_id = ANY (%(gone)s::bigint[])
       OR (s.cell_id, s.band) IN (SELECT * FROM unnest(%(cells)s::bigint[], %(bands)s::int[])))
