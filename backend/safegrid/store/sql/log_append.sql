-- Events take their places, the sequencer's state moves on with the last of them, and those who follow are told at the
-- commit: one statement, because each more is another wait between an event's moment (`at`) and its commit.
WITH
  appended AS (
    INSERT INTO store_eventlog (seq, kind, entity, entity_id, payload, actor, created_at, hash)
    VALUES %s
    RETURNING seq, hash
  ),
  newest AS (
    SELECT seq, hash FROM appended ORDER BY seq DESC LIMIT 1
  ),
  moved AS (
    UPDATE store_sequencerstate AS state
    SET seq = newest.seq, pyramid_seq = newest.seq, hash = newest.hash, heartbeat = clock_timestamp()
    FROM newest
    WHERE state.id = 1
    RETURNING state.seq
  )
SELECT pg_notify('safegrid_log', seq::text) FROM moved
