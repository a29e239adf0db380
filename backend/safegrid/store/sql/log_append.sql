INSERT INTO store_eventlog (seq, kind, entity, entity_id, payload, actor, created_at, hash)
VALUES %s
