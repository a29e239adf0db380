UPDATE store_sequencerstate
SET seq = %(seq)s, hash = %(hash)s, heartbeat = clock_timestamp()
WHERE id = 1
