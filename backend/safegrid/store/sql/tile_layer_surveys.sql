-- Communities in sight whose survey is overdue (四查, H1): their outline, and a mark where their name stands.
WITH layer AS (
    SELECT id FROM store_layer WHERE code = %(code)s AND version = %(version)s
), home AS (
    SELECT unnest(%(cells)s::bigint[] || %(many_cells)s::bigint[]) AS id
), late AS MATERIALIZED (
    SELECT c.id, c.name, ST_Transform(b.label_point, 3857) AS place
    FROM layer
    CROSS JOIN store_gridcell AS c
    JOIN store_cellboundary AS b ON b.cell_id = c.id AND upper_inf(b.valid_during)
    JOIN store_cellcount AS n ON n.cell_id = c.id
    WHERE c.level = 4
      AND c.retired_at IS NULL
      AND n.n[%(overdue_at)s] > 0
      AND (%(whole)s OR c.id IN (SELECT home.id FROM home))
), mark AS (
    SELECT id,
           ST_AsMVTGeom(place, ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, %(buffer)s) AS geom,
           'overdue' AS k,
           CASE WHEN %(z)s >= %(detail)s THEN name END AS n
    FROM late
    WHERE place && ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => %(margin)s)
    ORDER BY id
), shape AS (
    SELECT late.id,
           ST_AsMVTGeom(s.geom, ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, %(buffer)s) AS geom,
           'overdue' AS k
    FROM late
    JOIN store_cellshape AS s ON s.cell_id = late.id AND s.band = %(band)s AND s.until_id IS NULL
    WHERE s.geom && ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => %(margin)s)
    ORDER BY late.id
)
SELECT CASE WHEN EXISTS (SELECT FROM layer)
            THEN COALESCE((SELECT ST_AsMVT(shape, 'shape', 4096, 'geom', 'id') FROM shape), '')
              || COALESCE((SELECT ST_AsMVT(mark, 'mark', 4096, 'geom', 'id') FROM mark), '')
       END
