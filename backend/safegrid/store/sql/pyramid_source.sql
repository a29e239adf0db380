-- Every risk point as the log has it so far: as it stands, less what waits in the outbox. One statement, one moment.
INSERT INTO pyramid_delta (lon, lat, cell, firm, base, single, n)
WITH waiting AS (
    SELECT o.payload::json AS told
    FROM store_outbox AS o
    WHERE o.kind = 'changed' AND o.entity = 'point'
    UNION ALL
    SELECT i.payload::json
    FROM store_outbox AS o
    JOIN store_eventitem AS i ON i.batch = o.entity_id AND i.entity = 'point'
    WHERE o.kind = 'bulk'
)
SELECT ST_X(owner_point), ST_Y(owner_point), COALESCE(cell_id, 0), firm, base,
       CASE WHEN 1 IN (live, base) THEN 1 WHEN 2 IN (live, base) THEN 2 ELSE 0 END,
       1
FROM store_riskpoint
WHERE retired_at IS NULL
UNION ALL
SELECT s.lon, s.lat, s.cell, s.firm, s.base,
       CASE WHEN 1 IN (s.live, s.base) THEN 1 WHEN 2 IN (s.live, s.base) THEN 2 ELSE 0 END,
       side.n
FROM waiting
CROSS JOIN LATERAL (VALUES (told -> 'before', 1), (told -> 'after', -1)) AS side (drawn, n)
CROSS JOIN LATERAL json_to_record(side.drawn)
    AS s (lon float8, lat float8, cell bigint, live int, firm int, base int)
WHERE json_typeof(side.drawn) = 'object'
