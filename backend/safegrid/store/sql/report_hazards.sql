-- Hazards on the books during [since, until): id, degrees, owner now, state at the end (position in `states`, from 0),
-- 1 if it came in during the period + 2 if it is major.
SELECT
    h.id, ST_X(h.geom), ST_Y(h.geom), COALESCE(h.cell_id, 0),
    (ARRAY_POSITION(%(states)s::text[], COALESCE(s.to_state, h.state)::text) - 1)::bigint,
    ((h.reported_at >= %(since)s)::int + 2 * h.major::int)::bigint
FROM store_hazard AS h
LEFT JOIN LATERAL (
    SELECT to_state, at FROM store_hazardstep WHERE hazard_id = h.id AND at < %(until)s ORDER BY n DESC LIMIT 1
) AS s ON TRUE
WHERE h.reported_at < %(until)s
    -- What was settled before the period began was off the books.
    AND NOT (COALESCE(s.to_state, h.state) = ANY (%(settled)s::text[]) AND COALESCE(s.at, h.closed_at) < %(since)s)
    AND (
        %(cells)s::bigint[] IS NULL OR h.cell_id = ANY (%(cells)s::bigint[]) OR h.touched && %(cells)s::bigint[]
    )
ORDER BY h.id
