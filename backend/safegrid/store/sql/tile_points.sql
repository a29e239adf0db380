-- A close tile that draws every risk point, line, area and unit in sight one by one; NULL where they are too many for
-- that (tile_points_dense). A statement of its own, because the larger one takes longer to plan than most such tiles take.
-- The driver writes parameters as literals, so the planner drops the branches that a scope does not use ("true OR …",
-- "false AND …") and the envelope is a constant for the index. Few cells are found by the index on cells where that is
-- quicker; many would take the planner longer than the tile takes (2,400: 50 ms), so they go into a hash table.
-- The condition of sight stands word for word in four statements (a test compares them): as a function it took 1.4 to 1.8
-- times as long (the whole city 2.7 → 4.9 ms, 454 cells 3.9 → 5.4 ms), because PostgreSQL writes no function with a
-- subquery into the plan and so drops no branch of it; a view takes no parameters.
WITH home AS (
    SELECT unnest(%(many_cells)s::bigint[]) AS id
), duty AS (
    SELECT * FROM unnest(%(duty_industries)s::text[], %(duty_cells)s::bigint[]) AS d (industry, cell)
), seen AS MATERIALIZED (
    SELECT p.id, p.version, p.live, p.firm, p.base, p.geom_3857, p.owner_3857, ST_Dimension(p.geom_3857) AS dimension
    FROM store_riskpoint AS p
    LEFT JOIN store_enterprise AS u ON u.id = p.unit_id
    WHERE p.retired_at IS NULL
      AND p.geom_3857 && ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => %(margin)s)
      AND (%(whole)s
           OR p.cell_id = ANY (%(cells)s::bigint[])
           OR (p.touched <> '{}' AND p.touched && %(cells)s::bigint[])
           OR (%(many)s
               AND (p.cell_id IN (SELECT home.id FROM home)
                    OR (p.touched <> '{}'
                        AND EXISTS (SELECT FROM unnest(p.touched) AS t (cell)
                                    WHERE t.cell IN (SELECT home.id FROM home)))))
           OR p.unit_id = ANY (%(units)s::bigint[])
           OR (%(by_industry)s
               AND (u.industry = ANY (%(industries)s::text[])
                    OR (u.industry, p.cell_id) IN (SELECT duty.industry, duty.cell FROM duty)
                    OR (p.touched <> '{}'
                        AND EXISTS (SELECT FROM unnest(p.touched) AS t (cell)
                                    WHERE (u.industry, t.cell) IN (SELECT duty.industry, duty.cell FROM duty))))))
), point AS (
    SELECT id,
           ST_AsMVTGeom(owner_3857, ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, %(buffer)s) AS geom,
           live::int AS l,
           NULLIF(base, live)::int AS b,
           CASE WHEN live <> firm THEN 1 END AS q,
           version AS v,
           (ARRAY['l', 'a'])[dimension] AS s
    FROM seen
    ORDER BY COALESCE(NULLIF(live, 0), 5) DESC, id
), shape AS (
    SELECT id,
           ST_AsMVTGeom(geom_3857, ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, %(buffer)s) AS geom,
           live::int AS l,
           NULLIF(base, live)::int AS b,
           CASE WHEN live <> firm THEN 1 END AS q,
           version AS v
    FROM seen
    WHERE dimension > 0
    ORDER BY COALESCE(NULLIF(live, 0), 5) DESC, id
), unit AS MATERIALIZED (
    SELECT u.id,
           ST_AsMVTGeom(s.geom_3857, ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, %(buffer)s) AS geom,
           u.live::int AS l,
           u.supervision::int AS m,
           u.version AS v,
           u.unit_type AS t,
           CASE WHEN u.stopped THEN 1 END AS x,
           CASE WHEN %(z)s >= %(names)s THEN u.name END AS n
    FROM store_site AS s
    JOIN store_enterprise AS u ON u.id = s.unit_id
    WHERE u.closed_at IS NULL
      AND s.geom_3857 && ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => %(margin)s)
      -- drawn once, at its main site; without a main one at the oldest
      AND NOT EXISTS (SELECT FROM store_site AS o
                      WHERE o.unit_id = s.unit_id AND (o.main::int, -o.id) > (s.main::int, -s.id))
      AND (%(whole)s
           OR s.cell_id = ANY (%(cells)s::bigint[])
           OR (%(many)s
               AND EXISTS (SELECT FROM store_site AS o
                           WHERE o.unit_id = u.id AND o.cell_id IN (SELECT home.id FROM home)))
           OR u.id = ANY (%(units)s::bigint[])
           OR EXISTS (SELECT FROM store_site AS o
                      WHERE o.unit_id = u.id AND o.cell_id = ANY (%(cells)s::bigint[]))
           OR (%(by_industry)s
               AND (u.industry = ANY (%(industries)s::text[])
                    OR EXISTS (SELECT FROM store_site AS o
                               WHERE o.unit_id = u.id
                                 AND (u.industry, o.cell_id) IN (SELECT duty.industry, duty.cell FROM duty)))))
    ORDER BY COALESCE(NULLIF(u.live, 0), 5) DESC, u.id
)
SELECT CASE WHEN (SELECT count(*) <= %(each)s
                         AND COALESCE(sum(8 + ST_NPoints(geom_3857)) FILTER (WHERE dimension > 0), 0) <= %(vertices)s
                  FROM seen)
                 AND (SELECT count(*) <= %(units_each)s FROM unit)
            THEN COALESCE((SELECT ST_AsMVT(shape, 'shape', 4096, 'geom', 'id') FROM shape), '')
              || COALESCE((SELECT ST_AsMVT(unit, 'unit', 4096, 'geom', 'id') FROM unit), '')
              || COALESCE((SELECT ST_AsMVT(point, 'point', 4096, 'geom', 'id') FROM point), '')
       END
