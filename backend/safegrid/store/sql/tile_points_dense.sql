-- A close tile of any density, in the layers of tile_points. Where there is too much for one tile, the worst levels are
-- drawn one by one, as many whole levels as fit; the other points are summed up in bins, each counted where it lies and so
-- in one tile only, and `more` says how many.
WITH home AS (
    SELECT unnest(%(many_cells)s::bigint[]) AS id
), duty AS (
    SELECT * FROM unnest(%(duty_industries)s::text[], %(duty_cells)s::bigint[]) AS d (industry, cell)
), seen AS MATERIALIZED (
    SELECT p.id, p.version, p.live, p.firm, p.base, p.geom_3857, p.owner_3857, ST_Dimension(p.geom_3857) AS dimension,
           ST_X(p.owner_3857) AS px, ST_Y(p.owner_3857) AS py,
           CASE WHEN 1 IN (p.live, p.base) THEN 1 WHEN 2 IN (p.live, p.base) THEN 2 WHEN 3 IN (p.live, p.base) THEN 3
                ELSE 4 END AS tier
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
), fit AS (
    SELECT CASE WHEN n4 <= %(each)s THEN 4 WHEN n3 <= %(singly)s THEN 3 WHEN n2 <= %(singly)s THEN 2
                WHEN n1 <= %(singly)s THEN 1 ELSE 0 END AS singly
    FROM (
        SELECT count(*) AS n4,
               count(*) FILTER (WHERE tier <= 3) AS n3,
               count(*) FILTER (WHERE tier <= 2) AS n2,
               count(*) FILTER (WHERE tier <= 1) AS n1
        FROM seen
    ) AS heap
), summed AS MATERIALIZED (
    SELECT tier, firm, base, px, py
    FROM seen
    WHERE tier > (SELECT singly FROM fit)
      -- half open, so that a point on an edge is counted in one tile only
      AND px >= %(west)s AND px < %(east)s AND py > %(south)s AND py <= %(north)s
), bucket AS (
    SELECT floor((px - %(west)s) / %(bucket)s) AS bx,
           floor((%(north)s - py) / %(bucket)s) AS row,
           avg(px) AS px,
           avg(py) AS py,
           COALESCE(min(NULLIF(firm, 0)), 0)::int AS l,
           COALESCE(min(NULLIF(base, 0)), 0)::int AS b,
           (count(*) FILTER (WHERE firm = 1))::int AS n1,
           (count(*) FILTER (WHERE firm = 2))::int AS n2,
           (count(*) FILTER (WHERE firm = 3))::int AS n3,
           (count(*) FILTER (WHERE firm = 4))::int AS n4,
           (count(*) FILTER (WHERE firm = 0))::int AS n0
    FROM summed
    GROUP BY 1, 2
), bin AS (
    SELECT ST_AsMVTGeom(ST_SetSRID(ST_MakePoint(px, py), 3857), ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 1) AS geom,
           l, NULLIF(b, l) AS b,
           NULLIF(n1, 0) AS n1, NULLIF(n2, 0) AS n2, NULLIF(n3, 0) AS n3, NULLIF(n4, 0) AS n4, NULLIF(n0, 0) AS n0
    FROM bucket
    ORDER BY COALESCE(NULLIF(l, 0), 5) DESC, row, bx
), point AS (
    SELECT id,
           ST_AsMVTGeom(owner_3857, ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, %(buffer)s) AS geom,
           live::int AS l,
           NULLIF(base, live)::int AS b,
           CASE WHEN live <> firm THEN 1 END AS q,
           version AS v,
           (ARRAY['l', 'a'])[dimension] AS s
    FROM seen
    WHERE tier <= (SELECT singly FROM fit)
    ORDER BY COALESCE(NULLIF(live, 0), 5) DESC, id
), outline AS MATERIALIZED (
    SELECT id, version, live, firm, base, tier,
           ST_AsMVTGeom(geom_3857, ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, %(buffer)s) AS geom
    FROM seen
    WHERE dimension > 0
), outline_fit AS (
    SELECT CASE WHEN n4 <= %(vertices)s THEN 4 WHEN n3 <= %(vertices)s THEN 3 WHEN n2 <= %(vertices)s THEN 2
                WHEN n1 <= %(vertices)s THEN 1 ELSE 0 END AS drawn
    FROM (
        -- the rest of a feature weighs as much as eight vertices
        SELECT COALESCE(sum(8 + ST_NPoints(geom)), 0) AS n4,
               COALESCE(sum(8 + ST_NPoints(geom)) FILTER (WHERE tier <= 3), 0) AS n3,
               COALESCE(sum(8 + ST_NPoints(geom)) FILTER (WHERE tier <= 2), 0) AS n2,
               COALESCE(sum(8 + ST_NPoints(geom)) FILTER (WHERE tier <= 1), 0) AS n1
        FROM outline
    ) AS heap
), shape AS (
    SELECT id, geom,
           live::int AS l,
           NULLIF(base, live)::int AS b,
           CASE WHEN live <> firm THEN 1 END AS q,
           version AS v
    FROM outline
    WHERE tier <= (SELECT drawn FROM outline_fit)
    ORDER BY COALESCE(NULLIF(live, 0), 5) DESC, id
), site AS MATERIALIZED (
    SELECT u.id, u.live, u.supervision, u.version, u.unit_type, u.stopped, u.name, s.geom_3857,
           CASE WHEN 1 IN (u.live, u.supervision) THEN 1 WHEN 2 IN (u.live, u.supervision) THEN 2
                WHEN 3 IN (u.live, u.supervision) THEN 3 ELSE 4 END AS tier
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
), site_fit AS (
    SELECT CASE WHEN n4 <= %(units_each)s THEN 4 WHEN n3 <= %(units_each)s THEN 3 WHEN n2 <= %(units_each)s THEN 2
                WHEN n1 <= %(units_each)s THEN 1 ELSE 0 END AS drawn
    FROM (
        SELECT count(*) AS n4,
               count(*) FILTER (WHERE tier <= 3) AS n3,
               count(*) FILTER (WHERE tier <= 2) AS n2,
               count(*) FILTER (WHERE tier <= 1) AS n1
        FROM site
    ) AS heap
), unit AS (
    SELECT id,
           ST_AsMVTGeom(geom_3857, ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, %(buffer)s) AS geom,
           live::int AS l,
           supervision::int AS m,
           version AS v,
           unit_type AS t,
           CASE WHEN stopped THEN 1 END AS x,
           CASE WHEN %(z)s >= %(names)s THEN name END AS n
    FROM site
    WHERE tier <= (SELECT drawn FROM site_fit)
    ORDER BY COALESCE(NULLIF(live, 0), 5) DESC, id
), left_out AS (
    SELECT (count(*) FILTER (WHERE tier = 1))::int AS red,
           (count(*) FILTER (WHERE tier = 2))::int AS orange,
           (count(*) FILTER (WHERE tier > 2))::int AS rest,
           (SELECT count(*)::int FROM outline WHERE geom IS NOT NULL AND tier > (SELECT drawn FROM outline_fit)) AS shape,
           (SELECT count(*)::int FROM site
            WHERE tier > (SELECT drawn FROM site_fit)
              AND ST_X(geom_3857) >= %(west)s AND ST_X(geom_3857) < %(east)s
              AND ST_Y(geom_3857) > %(south)s AND ST_Y(geom_3857) <= %(north)s) AS unit
    FROM summed
), more AS (
    SELECT ST_MakePoint(2048, 2048) AS geom,
           NULLIF(red, 0) AS red, NULLIF(orange, 0) AS orange, NULLIF(rest, 0) AS rest,
           NULLIF(shape, 0) AS shape, NULLIF(unit, 0) AS unit
    FROM left_out
    WHERE red + orange + rest + shape + unit > 0
)
SELECT COALESCE((SELECT ST_AsMVT(bin, 'bin', 4096, 'geom') FROM bin), '')
    || COALESCE((SELECT ST_AsMVT(shape, 'shape', 4096, 'geom', 'id') FROM shape), '')
    || COALESCE((SELECT ST_AsMVT(unit, 'unit', 4096, 'geom', 'id') FROM unit), '')
    || COALESCE((SELECT ST_AsMVT(point, 'point', 4096, 'geom', 'id') FROM point), '')
    || COALESCE((SELECT ST_AsMVT(more, 'more', 4096, 'geom') FROM more), '')
