SELECT seq, hash FROM store_sequencerstate WHERE id = 1 FOR UPDATE
