-- Open hazards of some communities, and unowned ones: id, degrees, owner, 1 major and overdue, 2 major, 3 overdue, 4 general.
SELECT
    id, ST_X(geom), ST_Y(geom), COALESCE(cell_id, 0),
    (CASE WHEN major THEN 2 ELSE 4 END - (overdue > 0)::int)::bigint, 0::bigint
FROM store_hazard
WHERE state <> ALL (%(settled)s::text[]) AND (cell_id = ANY (%(cells)s::bigint[]) OR cell_id IS NULL)
ORDER BY id
