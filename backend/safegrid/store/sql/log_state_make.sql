INSERT INTO store_sequencerstate (id, epoch, seq, hash, heartbeat)
VALUES (1, gen_random_uuid(), 0, repeat('0', 64), clock_timestamp())
ON CONFLICT (id) DO NOTHING
