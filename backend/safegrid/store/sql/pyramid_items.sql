-- What the items of bulk events changed about risk points.
INSERT INTO pyramid_delta (lon, lat, cell, firm, base, single, n)
SELECT s.lon, s.lat, s.cell, s.firm, s.base,
       CASE WHEN 1 IN (s.live, s.base) THEN 1 WHEN 2 IN (s.live, s.base) THEN 2 ELSE 0 END,
       side.n
FROM store_eventitem AS i
CROSS JOIN LATERAL (
    VALUES (i.payload::json -> 'before', -1), (i.payload::json -> 'after', 1)
) AS side (drawn, n)
CROSS JOIN LATERAL json_to_record(side.drawn)
    AS s (lon float8, lat float8, cell bigint, live int, firm int, base int)
WHERE i.batch = ANY (%(batches)s::bigint[]) AND i.entity = 'point' AND json_typeof(side.drawn) = 'object'
