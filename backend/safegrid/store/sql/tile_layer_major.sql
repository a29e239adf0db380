-- Units in sight with a major hazard installation 重大危险源, each at its main site; `k` is its grade 1-4.
WITH layer AS (
    SELECT id FROM store_layer WHERE code = %(code)s AND version = %(version)s
), home AS (
    SELECT unnest(%(cells)s::bigint[] || %(many_cells)s::bigint[]) AS id
), duty AS (
    SELECT * FROM unnest(%(duty_industries)s::text[], %(duty_cells)s::bigint[]) AS d (industry, cell)
), mark AS (
    SELECT u.id,
           ST_AsMVTGeom(s.geom_3857, ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, %(buffer)s) AS geom,
           u.major_hazard::text AS k,
           CASE WHEN %(z)s >= %(detail)s THEN u.name END AS n
    FROM layer
    CROSS JOIN store_site AS s
    JOIN store_enterprise AS u ON u.id = s.unit_id
    WHERE u.closed_at IS NULL
      AND u.major_hazard > 0
      AND s.geom_3857 && ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => %(margin)s)
      AND NOT EXISTS (SELECT FROM store_site AS o
                      WHERE o.unit_id = s.unit_id AND (o.main::int, -o.id) > (s.main::int, -s.id))
      AND (%(whole)s
           OR u.id = ANY (%(units)s::bigint[])
           OR u.industry = ANY (%(industries)s::text[])
           OR EXISTS (SELECT FROM store_site AS o
                      WHERE o.unit_id = u.id
                        AND (o.cell_id IN (SELECT home.id FROM home)
                             OR (u.industry, o.cell_id) IN (SELECT duty.industry, duty.cell FROM duty))))
    ORDER BY u.major_hazard DESC, u.id
)
SELECT CASE WHEN EXISTS (SELECT FROM layer)
            THEN COALESCE((SELECT ST_AsMVT(mark, 'mark', 4096, 'geom', 'id') FROM mark), '')
       END
