SELECT seq, hash, pyramid FROM store_sequencerstate WHERE id = 1 FOR UPDATE
