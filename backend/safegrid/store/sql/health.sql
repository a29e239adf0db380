SELECT
  (SELECT coalesce(json_agg(json_build_array(app, name)), '[]') FROM django_migrations) AS migrations,
  extract(epoch FROM clock_timestamp() - state.heartbeat)::float8 AS heartbeat_age,
  state.seq,
  has_table_privilege('store_eventlog', 'INSERT, UPDATE, DELETE, TRUNCATE') AS unprotected,
  CASE WHEN rules.id IS NOT NULL THEN json_build_object(
    'pack', rules.pack_id, 'version', rules.pack_version, 'since', rules.since, 'finished', rules.finished,
    'points', rules.total, 'judged', rules.done, 'changed', rules.changed
  ) END AS rules
FROM (SELECT 1) AS one
LEFT JOIN store_sequencerstate AS state ON state.id = 1
LEFT JOIN store_rulesinforce AS rules ON rules.id = 1
