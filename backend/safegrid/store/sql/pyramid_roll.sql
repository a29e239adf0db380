-- Sum the differences up for every zoom. A bucket of zoom 13 is 2^12 wide on a world of 2^31; one zoom lower, twice that.
INSERT INTO pyramid_rolled (z, x, y, bucket, cell, n, l0, l1, l2, l3, l4, b0, b1, b2, b3, b4, s1, s2, sx, sy)
WITH placed AS (
    SELECT safegrid_world_x(lon) AS px, safegrid_world_y(lat) AS py, cell, firm, base, single, n FROM pyramid_delta
), finest AS (
    SELECT px >> 12 AS gx, py >> 12 AS gy, cell,
           sum(n) AS n,
           sum(n * (firm = 0)::int) AS l0,
           sum(n * (firm = 1)::int) AS l1,
           sum(n * (firm = 2)::int) AS l2,
           sum(n * (firm = 3)::int) AS l3,
           sum(n * (firm = 4)::int) AS l4,
           sum(n * (base = 0)::int) AS b0,
           sum(n * (base = 1)::int) AS b1,
           sum(n * (base = 2)::int) AS b2,
           sum(n * (base = 3)::int) AS b3,
           sum(n * (base = 4)::int) AS b4,
           sum(n * (single = 1)::int) AS s1,
           sum(n * (single = 2)::int) AS s2,
           sum(n * px) AS sx,
           sum(n * py) AS sy
    FROM placed
    GROUP BY 1, 2, 3
), rolled AS (
    SELECT z, gx >> (13 - z) AS gx, gy >> (13 - z) AS gy, cell,
           sum(n) AS n,
           sum(l0) AS l0, sum(l1) AS l1, sum(l2) AS l2, sum(l3) AS l3, sum(l4) AS l4,
           sum(b0) AS b0, sum(b1) AS b1, sum(b2) AS b2, sum(b3) AS b3, sum(b4) AS b4,
           sum(s1) AS s1, sum(s2) AS s2, sum(sx) AS sx, sum(sy) AS sy
    FROM finest
    CROSS JOIN generate_series(5, 13) AS z
    GROUP BY 1, 2, 3, 4
)
SELECT z, gx >> 6, gy >> 6, ((gy & 63) << 6) | (gx & 63), cell,
       n, l0, l1, l2, l3, l4, b0, b1, b2, b3, b4, s1, s2, sx, sy
FROM rolled
WHERE (n, l0, l1, l2, l3, l4, b0, b1, b2, b3, b4, s1, s2, sx, sy)
    IS DISTINCT FROM (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
