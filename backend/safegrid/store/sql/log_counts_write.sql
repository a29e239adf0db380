INSERT INTO store_cellcount (cell_id, version, n)
VALUES %s
ON CONFLICT (cell_id) DO UPDATE SET version = excluded.version, n = excluded.n
