-- How many buckets there are, and how many of them are not the sum of their points.
SELECT count(*), count(*) FILTER (WHERE p IS DISTINCT FROM r)
FROM store_pyramid AS p
FULL JOIN pyramid_rolled AS r USING (z, x, y, bucket, cell)
