-- Open alarms of some communities, and unowned ones: id, degrees, owner, 1 the gravest, 2 others.
SELECT
    id, ST_X(geom), ST_Y(geom), COALESCE(cell_id, 0),
    CASE WHEN severity = 'hh' OR verdict = 'accident' THEN 1 ELSE 2 END::bigint, 0::bigint
FROM store_alarm
WHERE state <> ALL (%(settled)s::text[]) AND (cell_id = ANY (%(cells)s::bigint[]) OR cell_id IS NULL)
ORDER BY id
