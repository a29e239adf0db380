-- What a pack makes of units that it gives another colour, or other reasons.
UPDATE store_enterprise AS t
SET supervision = m.supervision, live = m.live, reasons = m.reasons::jsonb,
    version = t.version + 1, pack_id = %(pack_id)s, pack_version = %(pack_version)s
FROM unnest(%(ids)s::bigint[], %(supervision)s::int[], %(live)s::int[], %(reasons)s::text[])
    AS m (id, supervision, live, reasons)
WHERE t.id = m.id
