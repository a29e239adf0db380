DELETE FROM store_pyramid AS p
USING (VALUES %s) AS gone (z, x, y, bucket, cell)
WHERE (p.z, p.x, p.y, p.bucket, p.cell) = (gone.z, gone.x, gone.y, gone.bucket, gone.cell) AND p.n = 0
