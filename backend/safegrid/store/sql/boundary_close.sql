-- End the boundaries in force of some cells; history itself is never changed.
UPDATE store_cellboundary
SET valid_during = tstzrange(lower(valid_during), %(at)s, '[)')
WHERE cell_id = ANY (%(cells)s::bigint[]) AND upper_inf(valid_during)
