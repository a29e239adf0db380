-- What lies outside every community; only whoever sees the whole city sees ground that nobody owns.
-- `k`: what it is; `f`: the layer of a feature. Features of layers that are not for everybody are left out.
WITH layer AS (
    SELECT id FROM store_layer WHERE code = %(code)s AND version = %(version)s
), outside AS (
    SELECT p.id, 'point' AS k, p.name, p.owner_3857 AS place, NULL AS f
    FROM store_riskpoint AS p
    WHERE p.cell_id IS NULL AND p.retired_at IS NULL
    UNION ALL
    SELECT u.id, 'unit', u.name, s.geom_3857, NULL
    FROM store_site AS s
    JOIN store_enterprise AS u ON u.id = s.unit_id
    WHERE s.cell_id IS NULL AND s.main AND u.closed_at IS NULL
    UNION ALL
    SELECT h.id, 'hazard', h.title, ST_Transform(h.geom, 3857), NULL
    FROM store_hazard AS h
    WHERE h.cell_id IS NULL AND h.closed_at IS NULL
    UNION ALL
    SELECT f.id, 'feature', f.name, f.owner_3857, l.code
    FROM store_layerfeature AS f
    JOIN store_layer AS l ON l.id = f.layer_id
    WHERE f.cell_id IS NULL AND l.audience = '{}'
), mark AS (
    SELECT outside.id,
           ST_AsMVTGeom(place, ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, %(buffer)s) AS geom,
           k, f,
           CASE WHEN %(z)s >= %(detail)s THEN name END AS n
    FROM layer CROSS JOIN outside
    WHERE %(whole)s AND place && ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => %(margin)s)
    ORDER BY k, outside.id
)
SELECT CASE WHEN EXISTS (SELECT FROM layer)
            THEN COALESCE((SELECT ST_AsMVT(mark, 'mark', 4096, 'geom', 'id') FROM mark), '')
       END
