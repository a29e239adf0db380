UPDATE store_alarm AS t
SET cell_id = NULLIF(m.cell, 0), touched = m.touched::bigint[], version = t.version + 1
FROM unnest(%(ids)s::bigint[], %(cells)s::bigint[], %(touched)s::text[]) AS m (id, cell, touched)
WHERE t.id = m.id
