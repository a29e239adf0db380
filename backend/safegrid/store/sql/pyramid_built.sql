UPDATE store_sequencerstate SET pyramid_seq = seq WHERE id = 1
