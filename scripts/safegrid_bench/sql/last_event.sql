SELECT COALESCE(max(seq), 0), (SELECT count(*) FROM store_outbox) FROM store_eventlog
