-- Ways around the grants: a superuser, the owner, a member of either.
SELECT
  has_table_privilege(%(app)s, 'store_eventlog', 'INSERT, UPDATE, DELETE, TRUNCATE') AS app,
  has_table_privilege(%(sequencer)s, 'store_eventlog', 'UPDATE, DELETE, TRUNCATE') AS sequencer
