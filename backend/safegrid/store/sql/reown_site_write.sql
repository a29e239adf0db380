UPDATE store_site AS t
SET cell_id = NULLIF(m.cell, 0)
FROM unnest(%(ids)s::bigint[], %(cells)s::bigint[]) AS m (id, cell)
WHERE t.id = m.id
