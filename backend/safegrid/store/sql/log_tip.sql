SELECT
  epoch::text,
  seq,
  extract(epoch FROM clock_timestamp() - heartbeat)::float8 AS heartbeat_age,
  clock_timestamp() AS now
FROM store_sequencerstate
WHERE id = 1
