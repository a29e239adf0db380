-- For a city that can be made again at any time. The points are copies of sound ones, so no reference is checked once more
-- (that took as long as writing them); checks are triggers, which a replica does not run.
SET synchronous_commit = off;
SET maintenance_work_mem = '512MB';
SET jit = off;
SET session_replication_role = replica
