-- Each new point is a copy of a point of the city at another place; its owner was found as for any other point. It is of
-- no unit: a few hundred units with thousands of points each would be like no city.
INSERT INTO store_riskpoint (
    id, uuid, unit_id, site_id, responsible, name, category, geom, owner_point, cell_id, touched, method, inputs,
    inherent, direct, residual, residual_until, base, live, firm, reasons, pack_id, pack_version, control_level,
    manager, manager_phone, accident_types, consequence, emergency, version)
SELECT b.n, gen_random_uuid(), NULL, NULL, '网格', p.name, p.category,
       ST_SetSRID(ST_MakePoint(b.lon, b.lat), 4326), ST_SetSRID(ST_MakePoint(b.lon, b.lat), 4326),
       b.cell, '{}', p.method, p.inputs, p.inherent, p.direct, p.residual, p.residual_until, p.base, p.live, p.firm,
       p.reasons, p.pack_id, p.pack_version, p.control_level, p.manager, p.manager_phone, p.accident_types,
       p.consequence, p.emergency, 1
FROM bench_place AS b
JOIN store_riskpoint AS p ON p.id = b.source
ORDER BY b.n
