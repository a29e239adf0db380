-- A tile below zoom 14: counts of risk points in 64 x 64 buckets, apart for each community (so that areas of sight do
-- not mix), and every red and orange point by itself, so that it is never hidden by blue ones.
-- A bucket counts by the firm level: a claim colours nothing but its own point.
WITH home AS (
    SELECT unnest(%(many_cells)s::bigint[]) AS id
), duty AS (
    SELECT * FROM unnest(%(duty_industries)s::text[], %(duty_cells)s::bigint[]) AS d (industry, cell)
), counted AS (
    SELECT p.cell_id,
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
           cell_id,
           avg(px) AS px,
           avg(py) AS py,
           COALESCE(min(NULLIF(firm, 0)), 0)::int AS l,
           COALESCE(min(NULLIF(base, 0)), 0)::int AS b,
           count(*)::int AS n,
           (count(*) FILTER (WHERE firm = 1))::int AS n1,
           (count(*) FILTER (WHERE firm = 2))::int AS n2,
           (count(*) FILTER (WHERE firm = 3))::int AS n3,
           (count(*) FILTER (WHERE firm = 4))::int AS n4,
           (count(*) FILTER (WHERE firm = 0))::int AS n0
    FROM counted
    GROUP BY 1, 2, 3
), bin AS (
    SELECT ST_AsMVTGeom(ST_SetSRID(ST_MakePoint(px, py), 3857), ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 1) AS geom,
           l, b, n, n1, n2, n3, n4, n0
    FROM bucket
    ORDER BY COALESCE(NULLIF(l, 0), 5) DESC, row, bx, cell_id
), point AS (
    SELECT p.id,
           ST_AsMVTGeom(p.owner_3857, ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, %(buffer)s) AS geom,
           p.live::int AS l,
           p.base::int AS b,
           CASE WHEN p.live <> p.firm THEN 1 END AS q,
           p.version AS v,
           (ARRAY['p', 'l', 'a'])[ST_Dimension(p.geom_3857) + 1] AS s
    FROM store_riskpoint AS p
    LEFT JOIN store_enterprise AS u ON u.id = p.unit_id
    WHERE p.retired_at IS NULL
      AND p.owner_3857 && ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => %(margin)s)
      AND (p.live IN (1, 2) OR p.base IN (1, 2))
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
    ORDER BY COALESCE(NULLIF(p.live, 0), 5) DESC, p.id
)
SELECT COALESCE((SELECT ST_AsMVT(bin, 'bin', 4096, 'geom') FROM bin), '')
    || COALESCE((SELECT ST_AsMVT(point, 'point', 4096, 'geom', 'id') FROM point), '')
