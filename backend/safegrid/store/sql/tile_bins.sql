-- A tile below zoom 14 for an area of communities: the pyramid's 64 x 64 buckets, and red and orange points by themselves
-- where all of them fit, so that they are never hidden by blue ones; what does not fit is said in `more`.
-- A bucket counts by the firm level: a claim colours nothing but its own point.
WITH home AS (
    SELECT unnest(%(cells)s::bigint[] || %(many_cells)s::bigint[]) AS id
), counted AS (
    SELECT bucket::int, n, l0, l1, l2, l3, l4, b0, b1, b2, b3, b4, s1, s2, sx, sy
    FROM store_pyramid
    WHERE z = %(z)s AND x = %(x)s AND y = %(y)s AND (%(whole)s OR cell IN (SELECT home.id FROM home))
    UNION ALL
    -- lines and areas that enter from elsewhere
    SELECT ((((py >> %(coarse)s) & 63) << 6) | ((px >> %(coarse)s) & 63))::int,
           1, (firm = 0)::int, (firm = 1)::int, (firm = 2)::int, (firm = 3)::int, (firm = 4)::int,
           (base = 0)::int, (base = 1)::int, (base = 2)::int, (base = 3)::int, (base = 4)::int,
           (1 IN (live, base))::int, (2 IN (live, base) AND 1 NOT IN (live, base))::int, px, py
    FROM (
        SELECT firm, base, live,
               safegrid_world_x(ST_X(owner_point)) AS px,
               safegrid_world_y(ST_Y(owner_point)) AS py
        FROM store_riskpoint
        WHERE NOT %(whole)s
          AND retired_at IS NULL
          AND touched <> '{}'
          AND touched && (%(cells)s::bigint[] || %(many_cells)s::bigint[])
          AND (cell_id IS NULL OR cell_id NOT IN (SELECT home.id FROM home))
    ) AS entering
    WHERE px >> %(fine)s = %(x)s AND py >> %(fine)s = %(y)s
), fit AS (
    SELECT CASE WHEN reds + oranges <= %(singly)s THEN 2 WHEN reds <= %(singly)s THEN 1 ELSE 0 END AS singly,
           reds, oranges
    FROM (SELECT COALESCE(sum(s1), 0)::int AS reds, COALESCE(sum(s2), 0)::int AS oranges FROM counted) AS hot
), bucket AS (
    SELECT bucket,
           (sum(sx) / sum(n))::bigint AS px, (sum(sy) / sum(n))::bigint AS py,
           sum(l1)::int AS n1, sum(l2)::int AS n2, sum(l3)::int AS n3, sum(l4)::int AS n4, sum(l0)::int AS n0,
           sum(b1) AS b1, sum(b2) AS b2, sum(b3) AS b3, sum(b4) AS b4, sum(b0) AS b0
    FROM counted
    GROUP BY bucket
    HAVING sum(n) > 0 -- a pyramid that somebody tampered with costs a dot, not the tile
), heap AS (
    -- the worst of what is not drawn singly; -1: all of it is
    SELECT bucket, px, py, n1, n2, n3, n4, n0,
           CASE WHEN n1 > 0 AND singly < 1 THEN 1 WHEN n2 > 0 AND singly < 2 THEN 2 WHEN n3 > 0 THEN 3 WHEN n4 > 0 THEN 4
                WHEN n0 > 0 THEN 0 ELSE -1 END AS l,
           CASE WHEN b1 > 0 AND singly < 1 THEN 1 WHEN b2 > 0 AND singly < 2 THEN 2 WHEN b3 > 0 THEN 3 WHEN b4 > 0 THEN 4
                WHEN b0 > 0 THEN 0 ELSE -1 END AS b
    FROM bucket
    CROSS JOIN fit
), bin AS (
    SELECT ST_MakePoint(((px - (%(x)s::bigint << %(fine)s)) >> %(unit)s), ((py - (%(y)s::bigint << %(fine)s)) >> %(unit)s))
               AS geom,
           NULLIF(l, -1) AS l, NULLIF(b, l) AS b,
           NULLIF(n1, 0) AS n1, NULLIF(n2, 0) AS n2, NULLIF(n3, 0) AS n3, NULLIF(n4, 0) AS n4, NULLIF(n0, 0) AS n0
    FROM heap
    ORDER BY COALESCE(NULLIF(l, 0), 5) DESC, bucket
), single AS (
    SELECT p.id, p.version, p.live, p.firm, p.base, p.owner_3857, p.geom_3857
    FROM store_riskpoint AS p
    WHERE (SELECT singly FROM fit) >= 1
      AND p.retired_at IS NULL
      AND p.owner_3857 && ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => %(margin)s)
      AND (p.live = 1 OR p.base = 1)
      AND (%(whole)s
           OR p.cell_id = ANY (%(cells)s::bigint[])
           OR (p.touched <> '{}' AND p.touched && %(cells)s::bigint[])
           OR (%(many)s
               AND (p.cell_id IN (SELECT home.id FROM home)
                    OR (p.touched <> '{}'
                        AND EXISTS (SELECT FROM unnest(p.touched) AS t (cell)
                                    WHERE t.cell IN (SELECT home.id FROM home))))))
    UNION ALL
    SELECT p.id, p.version, p.live, p.firm, p.base, p.owner_3857, p.geom_3857
    FROM store_riskpoint AS p
    WHERE (SELECT singly FROM fit) = 2
      AND p.retired_at IS NULL
      AND p.owner_3857 && ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => %(margin)s)
      AND (p.live IN (1, 2) OR p.base IN (1, 2))
      AND NOT (p.live = 1 OR p.base = 1)
      AND (%(whole)s
           OR p.cell_id = ANY (%(cells)s::bigint[])
           OR (p.touched <> '{}' AND p.touched && %(cells)s::bigint[])
           OR (%(many)s
               AND (p.cell_id IN (SELECT home.id FROM home)
                    OR (p.touched <> '{}'
                        AND EXISTS (SELECT FROM unnest(p.touched) AS t (cell)
                                    WHERE t.cell IN (SELECT home.id FROM home))))))
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
SELECT CASE WHEN (SELECT pyramid_seq = seq FROM store_sequencerstate WHERE id = 1)
            THEN COALESCE((SELECT ST_AsMVT(bin, 'bin', 4096, 'geom') FROM bin), '')
              || COALESCE((SELECT ST_AsMVT(shape, 'shape', 4096, 'geom', 'id') FROM shape), '')
              || COALESCE((SELECT ST_AsMVT(point, 'point', 4096, 'geom', 'id') FROM point), '')
              || COALESCE((SELECT ST_AsMVT(more, 'more', 4096, 'geom') FROM more), '')
       END
