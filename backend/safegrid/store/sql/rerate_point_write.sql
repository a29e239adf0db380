-- What a pack makes of points that it gives another level, or other reasons: many points share few outcomes.
WITH o AS MATERIALIZED (
    SELECT n, inherent, direct, base, live, firm, reasons::jsonb AS reasons
    FROM unnest(
        %(inherent)s::int[], %(direct)s::int[], %(base)s::int[], %(live)s::int[], %(firm)s::int[], %(reasons)s::text[]
    ) WITH ORDINALITY AS o (inherent, direct, base, live, firm, reasons, n)
)
UPDATE store_riskpoint AS t
SET inherent = o.inherent, direct = o.direct, base = o.base, live = o.live, firm = o.firm, reasons = o.reasons,
    version = t.version + 1, pack_id = %(pack_id)s, pack_version = %(pack_version)s
FROM unnest(%(ids)s::bigint[], %(outcome)s::bigint[]) AS m (id, outcome)
JOIN o ON o.n = m.outcome
WHERE t.id = m.id
