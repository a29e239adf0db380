WITH RECURSIVE shown AS (
  SELECT id, parent_id
  FROM store_gridcell
  WHERE retired_at IS NULL AND (%(cells)s::bigint[] IS NULL OR id = ANY (%(cells)s::bigint[]))
  UNION
  SELECT above.id, above.parent_id
  FROM store_gridcell AS above
  JOIN shown ON shown.parent_id = above.id
)
SELECT
  cell.id,
  cell.code,
  cell.name,
  cell.level,
  cell.parent_id,
  ST_X(shape.label_point) AS lon,
  ST_Y(shape.label_point) AS lat
FROM shown
JOIN store_gridcell AS cell USING (id)
LEFT JOIN store_cellboundary AS shape ON shape.cell_id = cell.id AND upper_inf(shape.valid_during)
ORDER BY cell.level, cell.code
