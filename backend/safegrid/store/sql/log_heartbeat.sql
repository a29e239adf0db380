UPDATE store_sequencerstate SET heartbeat = clock_timestamp() WHERE id = 1
