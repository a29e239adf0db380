SELECT
  (SELECT coalesce(json_agg(json_build_array(app, name)), '[]') FROM django_migrations) AS migrations,
  extract(epoch FROM clock_timestamp() - state.heartbeat)::float8 AS heartbeat_age,
  state.seq,
  has_table_privilege('store_eventlog', 'INSERT, UPDATE, DELETE, TRUNCATE') AS unprotected
FROM (SELECT 1) AS one
LEFT JOIN store_sequencerstate AS state ON state.id = 1
