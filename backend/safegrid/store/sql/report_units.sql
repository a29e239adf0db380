-- Units on record at a moment, at their main sites: id, degrees, owner now, 0, 0.
SELECT u.id, ST_X(s.geom), ST_Y(s.geom), COALESCE(s.cell_id, 0), 0::bigint, 0::bigint
FROM store_site AS s
JOIN store_enterprise AS u ON u.id = s.unit_id
WHERE s.main AND u.created_at < %(until)s AND (u.closed_at IS NULL OR u.closed_at >= %(until)s)
    AND (%(cells)s::bigint[] IS NULL OR s.cell_id = ANY (%(cells)s::bigint[]))
ORDER BY u.id
