-- Shapes of a version that the next one draws as they are: all but the cells that are no more and the shapes written anew.
INSERT INTO store_cellshape (cell_id, version_id, band, level, geom)
SELECT s.cell_id, %(version)s, s.band, s.level, s.geom
FROM store_cellshape AS s
WHERE s.version_id = %(base)s
  AND s.cell_id = ANY (%(drawn)s::bigint[])
  AND NOT EXISTS (
      SELECT 1
      FROM unnest(%(cells)s::bigint[], %(bands)s::int[]) AS other (cell, band)
      WHERE other.cell = s.cell_id AND other.band = s.band
  )
