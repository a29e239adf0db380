-- Risk points on record at a moment, where and how bad they were then: id, degrees, owner now, base level then, 0.
-- Then is as before the first change that came later; what is still on its way to the log counts as the latest.
-- Who sees little asks for little: the points in sight come first, and only what was told of them is read.
WITH seen AS MATERIALIZED (
    SELECT id, owner_point, cell_id, base FROM store_riskpoint
    WHERE created_at < %(until)s AND (retired_at IS NULL OR retired_at >= %(until)s)
        AND (%(cells)s::bigint[] IS NULL OR cell_id = ANY (%(cells)s::bigint[]) OR touched && %(cells)s::bigint[])
),

told AS (
    SELECT seq, entity_id, payload FROM store_eventlog
    WHERE at >= %(until)s AND created_at >= %(until)s AND kind = 'changed' AND entity = 'point'
    UNION ALL
    SELECT l.seq, i.entity_id, i.payload
    FROM store_eventlog AS l
    JOIN store_eventitem AS i ON i.batch = l.entity_id AND i.entity = 'point'
    WHERE l.at >= %(until)s AND l.created_at >= %(until)s AND l.kind = 'bulk'
    UNION ALL
    SELECT 9e18::bigint + id, entity_id, payload FROM store_outbox
    WHERE created_at >= %(until)s AND kind = 'changed' AND entity = 'point'
),

first_told AS (
    SELECT DISTINCT ON (entity_id) entity_id, payload FROM told
    WHERE entity_id IN (SELECT id FROM seen)
    ORDER BY entity_id, seq
),

later AS (
    SELECT entity_id, payload::jsonb -> 'before' AS was FROM first_told
)

SELECT
    p.id, COALESCE((l.was ->> 'lon')::float8, ST_X(p.owner_point)),
    COALESCE((l.was ->> 'lat')::float8, ST_Y(p.owner_point)), COALESCE(p.cell_id, 0),
    COALESCE((l.was ->> 'base')::bigint, p.base::bigint), 0::bigint
FROM seen AS p
LEFT JOIN later AS l ON l.entity_id = p.id
ORDER BY p.id
