-- Communities of an area as an earlier boundary version drew them: those of today that were there, and those that ended
-- under the same townships.
SELECT s.cell_id
FROM store_cellshape AS s
JOIN store_gridcell AS c ON c.id = s.cell_id
WHERE s.band = 3
  AND s.level = 4
  AND s.version_id <= %(since)s
  AND (s.until_id IS NULL OR s.until_id > %(since)s)
  AND (c.id = ANY (%(cells)s) OR c.retired_at IS NOT NULL AND c.parent_id = ANY (%(parents)s))
