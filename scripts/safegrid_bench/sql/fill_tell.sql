INSERT INTO store_outbox (kind, entity, entity_id, payload, access, actor)
VALUES ('bulk', 'bulk', %(batch)s, %(payload)s, false, 'system:bench')
