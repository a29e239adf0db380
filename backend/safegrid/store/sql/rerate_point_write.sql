-- What a pack makes of points; all of them were rated by it, those that changed have another version.
UPDATE store_riskpoint AS t
SET inherent = m.inherent, direct = m.direct, base = m.base, live = m.live, firm = m.firm,
    reasons = CASE WHEN m.changed THEN m.reasons::jsonb ELSE t.reasons END,
    version = t.version + m.changed::int, pack_id = %(pack_id)s, pack_version = %(pack_version)s
FROM unnest(
    %(ids)s::bigint[], %(inherent)s::int[], %(direct)s::int[], %(base)s::int[], %(live)s::int[], %(firm)s::int[],
    %(reasons)s::text[], %(changed)s::boolean[]
) AS m (id, inherent, direct, base, live, firm, reasons, changed)
WHERE t.id = m.id
