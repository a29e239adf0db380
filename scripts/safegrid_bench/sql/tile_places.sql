-- Where points are, metres of Web Mercator: every hundredth, at least some hundred.
SELECT ST_X(owner_3857), ST_Y(owner_3857)
FROM store_riskpoint
WHERE retired_at IS NULL AND id % GREATEST(1, (SELECT count(*) / 1000 FROM store_riskpoint)) = 0
ORDER BY id
