-- What changes access goes first, the rest in order of ids: one object's events are in that order, because an action
-- holds the object's row lock from before it takes the id until it commits.
DELETE FROM store_outbox
WHERE id = ANY (ARRAY(SELECT id FROM store_outbox ORDER BY access DESC, id LIMIT %(limit)s))
RETURNING access, id, kind, entity, entity_id, payload, actor, created_at
