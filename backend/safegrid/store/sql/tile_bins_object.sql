-- A tile below zoom 14 for who sees by unit or industry, which the pyramid does not tell apart: the layers of tile_bins,
-- counted from the points themselves.
WITH home AS (
    SELECT unnest(%(many_cells)s::bigint[]) AS id
), duty AS (
    SELECT * FROM unnest(%(duty_industries)s::text[], %(duty_cells)s::bigint[]) AS d (industry, cell)
), counted AS (
    SELECT p.cell_id,
           p.live,
           p.firm,
           p.base,
           ST_X(p.owner_3857) AS px,
           ST_Y(p.owner_3857) AS py
    FROM store_riskpoint AS p
    LEFT JOIN store_enterprise AS u ON u.id = p.unit_id
    WHERE p.retired_at IS NULL
      AND p.owner_3857 && ST_TileEnvelope(%(z)s, %(x)s, %(y)s)
      -- half open, so that a point on an edge is counted in one tile only
      AND ST_X(p.owner_3857) >= %(west)s AND ST_X(p.owner_3857) < %(east)s
      AND ST_Y(p.owner_3857) > %(south)s AND ST_Y(p.owner_3857) <= %(north)s
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
), bucket AS (
    SELECT floor((px - %(west)s) / %(bucket)s) AS bx,
           floor((%(north)s - py) / %(bucket)s) AS row,
           avg(px) AS px,
           avg(py) AS py,
           (count(*) FILTER (WHERE firm = 1))::int AS n1,
           (count(*) FILTER (WHERE firm = 2))::int AS n2,
           (count(*) FILTER (WHERE firm = 3))::int AS n3,
           (count(*) FILTER (WHERE firm = 4))::int AS n4,
           (count(*) FILTER (WHERE firm = 0))::int AS n0,
           count(*) FILTER (WHERE base = 1) AS b1,
           count(*) FILTER (WHERE base = 2) AS b2,
           count(*) FILTER (WHERE base = 3) AS b3,
           count(*) FILTER (WHERE base = 4) AS b4,
           count(*) FILTER (WHERE base = 0) AS b0
    FROM counted
    GROUP BY 1, 2
), fit AS (
    SELECT CASE WHEN reds + oranges <= %(singly)s THEN 2 WHEN reds <= %(singly)s THEN 1 ELSE 0 END AS singly,
           reds, oranges
    FROM (
        SELECT (count(*) FILTER (WHERE 1 IN (live, base)))::int AS reds,
               (count(*) FILTER (WHERE 2 IN (live, base) AND 1 NOT IN (live, base)))::int AS oranges
        FROM counted
    ) AS hot
), heap AS (
    -- the worst of what is not drawn singly; -1: all of it is
    SELECT bx, row, px, py, n1, n2, n3, n4, n0,
           CASE WHEN n1 > 0 AND singly < 1 THEN 1 WHEN n2 > 0 AND singly < 2 THEN 2 WHEN n3 > 0 THEN 3 WHEN n4 > 0 THEN 4
                WHEN n0 > 0 THEN 0 ELSE -1 END AS l,
           CASE WHEN b1 > 0 AND singly < 1 THEN 1 WHEN b2 > 0 AND singly < 2 THEN 2 WHEN b3 > 0 THEN 3 WHEN b4 > 0 THEN 4
                WHEN b0 > 0 THEN 0 ELSE -1 END AS b
    FROM bucket
    CROSS JOIN fit
), bin AS (
    SELECT ST_AsMVTGeom(ST_SetSRID(ST_MakePoint(px, py), 3857), ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 1) AS geom,
           NULLIF(l, -1) AS l, NULLIF(b, l) AS b,
           NULLIF(n1, 0) AS n1, NULLIF(n2, 0) AS n2, NULLIF(n3, 0) AS n3, NULLIF(n4, 0) AS n4, NULLIF(n0, 0) AS n0
    FROM heap
    ORDER BY COALESCE(NULLIF(l, 0), 5) DESC, row, bx
), single AS (
    SELECT p.id, p.version, p.live, p.firm, p.base, p.owner_3857, p.geom_3857
    FROM store_riskpoint AS p
    LEFT JOIN store_enterprise AS u ON u.id = p.unit_id
    WHERE p.retired_at IS NULL
      AND p.owner_3857 && ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => %(margin)s)
      AND (p.live IN (1, 2) OR p.base IN (1, 2))
      AND ((SELECT singly FROM fit) = 2 OR ((SELECT singly FROM fit) = 1 AND 1 IN (p.live, p.base)))
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
           (ARRAY['l', 'a'])[ST_Dimension(geom_3857)] AS s
    FROM single
    ORDER BY COALESCE(NULLIF(live, 0), 5) DESC, id
), shape AS (
    SELECT id,
           ST_AsMVTGeom(geom_3857, ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, %(buffer)s) AS geom,
           live::int AS l,
           NULLIF(base, live)::int AS b,
           CASE WHEN live <> firm THEN 1 END AS q,
           version AS v
    FROM single
    WHERE %(z)s >= %(shapes)s AND ST_Dimension(geom_3857) > 0
    ORDER BY COALESCE(NULLIF(live, 0), 5) DESC, id
), more AS (
    SELECT ST_MakePoint(2048, 2048) AS geom,
           CASE WHEN singly = 0 THEN NULLIF(reds, 0) END AS red,
           NULLIF(oranges, 0) AS orange
    FROM fit
    WHERE singly < 2
)
SELECT COALESCE((SELECT ST_AsMVT(bin, 'bin', 4096, 'geom') FROM bin), '')
    || COALESCE((SELECT ST_AsMVT(shape, 'shape', 4096, 'geom', 'id') FROM shape), '')
    || COALESCE((SELECT ST_AsMVT(point, 'point', 4096, 'geom', 'id') FROM point), '')
    || COALESCE((SELECT ST_AsMVT(more, 'more', 4096, 'geom') FROM more), '')
