-- Add what was summed up. Returns the keys of buckets that are empty now.
WITH put AS (
    INSERT INTO store_pyramid AS p
        (z, x, y, bucket, cell, n, l0, l1, l2, l3, l4, b0, b1, b2, b3, b4, s1, s2, sx, sy)
    SELECT z, x, y, bucket, cell, n, l0, l1, l2, l3, l4, b0, b1, b2, b3, b4, s1, s2, sx, sy
    FROM pyramid_rolled
    ON CONFLICT (z, x, y, bucket, cell) DO UPDATE
    SET n = p.n + excluded.n,
        l0 = p.l0 + excluded.l0, l1 = p.l1 + excluded.l1, l2 = p.l2 + excluded.l2,
        l3 = p.l3 + excluded.l3, l4 = p.l4 + excluded.l4,
        b0 = p.b0 + excluded.b0, b1 = p.b1 + excluded.b1, b2 = p.b2 + excluded.b2,
        b3 = p.b3 + excluded.b3, b4 = p.b4 + excluded.b4,
        s1 = p.s1 + excluded.s1, s2 = p.s2 + excluded.s2,
        sx = p.sx + excluded.sx, sy = p.sy + excluded.sy
    RETURNING z, x, y, bucket, cell, n
)
SELECT z, x, y, bucket, cell FROM put WHERE n = 0
