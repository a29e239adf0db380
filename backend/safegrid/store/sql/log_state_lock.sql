-- Third: whether the pyramid is that of this position. It is not if somebody moved on who knows nothing of it.
SELECT seq, hash, coalesce(pyramid_seq = seq, false) FROM store_sequencerstate WHERE id = 1 FOR UPDATE
