UPDATE store_sequencerstate SET pyramid = true WHERE id = 1
