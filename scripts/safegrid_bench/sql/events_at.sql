-- When the log took the events of points after a position.
SELECT entity_id, (payload::json ->> 'v')::bigint, extract(epoch FROM at)::float8
FROM store_eventlog
WHERE seq > %(after)s AND entity = 'point'
