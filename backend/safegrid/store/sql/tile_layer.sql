-- A tile of an imported layer: lines and areas, and a mark for every feature in sight. NULL if the layer has another
-- version by now: the address names what is in the tile, and a year's cache must never hold anything else.
-- Below zoom 14 point marks that would cover each other are one, with their number; a bucket is as wide as the buffer,
-- so that neighbouring tiles agree.
WITH layer AS (
    SELECT id FROM store_layer WHERE code = %(code)s AND version = %(version)s
), home AS (
    SELECT unnest(%(many_cells)s::bigint[]) AS id
), seen AS MATERIALIZED (
    SELECT f.id, f.name, f.attrs ->> 'kind' AS kind, f.geom_3857, f.owner_3857,
           ST_Dimension(f.geom_3857) AS dimension
    FROM layer
    JOIN store_layerfeature AS f ON f.layer_id = layer.id
    WHERE f.geom_3857 && ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => %(margin)s)
      AND (%(whole)s
           OR f.cell_id = ANY (%(cells)s::bigint[])
           OR (f.touched <> '{}' AND f.touched && %(cells)s::bigint[])
           OR (%(many)s
               AND (f.cell_id IN (SELECT home.id FROM home)
                    OR (f.touched <> '{}'
                        AND EXISTS (SELECT FROM unnest(f.touched) AS t (cell)
                                    WHERE t.cell IN (SELECT home.id FROM home))))))
), heap AS (
    SELECT min(id) AS id, count(*)::int AS c
    FROM seen
    WHERE dimension = 0
    GROUP BY kind,
             CASE WHEN %(z)s >= %(detail)s THEN id END,
             floor((ST_X(owner_3857) - %(west)s) / %(bucket)s),
             floor((%(north)s - ST_Y(owner_3857)) / %(bucket)s)
), mark AS (
    SELECT seen.id,
           ST_AsMVTGeom(seen.owner_3857, ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, %(buffer)s) AS geom,
           seen.kind AS k,
           CASE WHEN %(z)s >= %(detail)s OR seen.dimension > 0 THEN seen.name END AS n,
           NULLIF(heap.c, 1) AS c
    FROM seen
    LEFT JOIN heap ON heap.id = seen.id
    WHERE seen.dimension > 0 OR heap.id IS NOT NULL
    ORDER BY seen.id
), shape AS (
    SELECT id,
           ST_AsMVTGeom(geom_3857, ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, %(buffer)s) AS geom,
           kind AS k
    FROM seen
    WHERE dimension > 0
    ORDER BY id
)
SELECT CASE WHEN EXISTS (SELECT FROM layer)
            THEN COALESCE((SELECT ST_AsMVT(shape, 'shape', 4096, 'geom', 'id') FROM shape), '')
              || COALESCE((SELECT ST_AsMVT(mark, 'mark', 4096, 'geom', 'id') FROM mark), '')
       END
