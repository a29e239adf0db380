-- Open units at their main sites in some communities, and unowned ones: id, degrees, owner, colour, colour.
SELECT u.id, ST_X(s.geom), ST_Y(s.geom), COALESCE(s.cell_id, 0), u.live::bigint, u.live::bigint
FROM store_site AS s
JOIN store_enterprise AS u ON u.id = s.unit_id
WHERE s.main AND u.closed_at IS NULL AND (s.cell_id = ANY (%(cells)s::bigint[]) OR s.cell_id IS NULL)
ORDER BY u.id
