-- Points that an action wrote since a pack took force, or a hazard or an alarm at them, and that bear another pack's mark:
-- a process that still had the old rules may have rated them after their turn. What waits in the outbox is committed, so
-- it is asked too.
WITH told AS (
    SELECT entity, entity_id FROM store_eventlog WHERE at >= %(since)s AND kind = 'changed'
    UNION
    SELECT entity, entity_id FROM store_outbox WHERE kind = 'changed'
), concerned AS (
    SELECT entity_id AS id FROM told WHERE entity = 'point'
    UNION
    SELECT point_id FROM store_hazard WHERE id IN (SELECT entity_id FROM told WHERE entity = 'hazard')
    UNION
    SELECT point_id FROM store_alarm WHERE id IN (SELECT entity_id FROM told WHERE entity = 'alarm')
)
SELECT p.id, COALESCE(p.unit_id, 0)
FROM store_riskpoint AS p
WHERE p.id IN (SELECT id FROM concerned)
  AND p.retired_at IS NULL AND (p.pack_id, p.pack_version) <> (%(pack_id)s, %(pack_version)s)
ORDER BY p.id
LIMIT %(most)s
