-- Communities in sight that lack a leader or officers (1+2, G3): their outline, and a mark where their name stands.
-- `k`: leader, officer, or both.
WITH layer AS (
    SELECT id FROM store_layer WHERE code = %(code)s AND version = %(version)s
), home AS (
    SELECT unnest(%(cells)s::bigint[] || %(many_cells)s::bigint[]) AS id
), vacant AS MATERIALIZED (
    SELECT c.id, c.name, b.label_point,
           COALESCE(n.n[%(leaders_at)s], 0) < %(leaders)s AS leader,
           COALESCE(n.n[%(officers_at)s], 0) < %(officers)s AS officer
    FROM layer
    CROSS JOIN store_gridcell AS c
    JOIN store_cellboundary AS b ON b.cell_id = c.id AND upper_inf(b.valid_during)
    LEFT JOIN store_cellcount AS n ON n.cell_id = c.id
    WHERE c.level = 4
      AND c.retired_at IS NULL
      AND (COALESCE(n.n[%(leaders_at)s], 0) < %(leaders)s OR COALESCE(n.n[%(officers_at)s], 0) < %(officers)s)
      AND (%(whole)s OR c.id IN (SELECT home.id FROM home))
), lacking AS (
    SELECT id, name, ST_Transform(label_point, 3857) AS place,
           CASE WHEN leader AND officer THEN 'both' WHEN leader THEN 'leader' ELSE 'officer' END AS k
    FROM vacant
), mark AS (
    SELECT id,
           ST_AsMVTGeom(place, ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, %(buffer)s) AS geom,
           k,
           CASE WHEN %(z)s >= %(detail)s THEN name END AS n
    FROM lacking
    WHERE place && ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => %(margin)s)
    ORDER BY id
), shape AS (
    SELECT lacking.id,
           ST_AsMVTGeom(s.geom, ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, %(buffer)s) AS geom,
           lacking.k
    FROM lacking
    JOIN store_cellshape AS s ON s.cell_id = lacking.id AND s.band = %(band)s AND s.until_id IS NULL
    WHERE s.geom && ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => %(margin)s)
    ORDER BY lacking.id
)
SELECT CASE WHEN EXISTS (SELECT FROM layer)
            THEN COALESCE((SELECT ST_AsMVT(shape, 'shape', 4096, 'geom', 'id') FROM shape), '')
              || COALESCE((SELECT ST_AsMVT(mark, 'mark', 4096, 'geom', 'id') FROM mark), '')
       END
