-- A statement of its own, before the transaction whose snapshot must not be older than the lock.
SELECT pg_try_advisory_lock(%(key)s)
