-- What the application and the sequencer may do. The owner of the tables runs it after each migration; it ends the same
-- however often it runs.
GRANT CONNECT ON DATABASE {database} TO {app}, {sequencer};
GRANT USAGE ON SCHEMA {schema} TO {app}, {sequencer};

-- Facts are the application's. So are the tables of the next migration, until this runs again and knows better.
REVOKE ALL ON {facts} FROM {sequencer};
GRANT SELECT, INSERT, UPDATE, DELETE ON {facts} TO {app};
GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {app};
ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app};
ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT USAGE ON SEQUENCES TO {app};

-- What is derived or a trail: the application adds what it has done and reads the rest. A row of the outbox comes back
-- with its id, hence SELECT.
REVOKE ALL ON {guarded} FROM {app}, {sequencer};
GRANT SELECT ON store_eventlog, store_cellcount, store_pyramid, store_sequencerstate, django_migrations TO {app};
GRANT SELECT, INSERT ON store_outbox, store_eventitem, store_accesslog TO {app};

-- The sequencer moves the outbox into the log and counts. It cannot change what is in the log either.
GRANT SELECT, DELETE ON store_outbox TO {sequencer};
GRANT SELECT, INSERT ON store_eventlog TO {sequencer};
GRANT SELECT, INSERT, UPDATE ON store_cellcount, store_sequencerstate TO {sequencer};
-- It sums up risk points for low zooms, from the points themselves when it does so for the first time.
GRANT SELECT ON store_riskpoint, store_eventitem TO {sequencer};
GRANT SELECT, INSERT, UPDATE, DELETE ON store_pyramid TO {sequencer};
GRANT TEMPORARY ON DATABASE {database} TO {sequencer};
