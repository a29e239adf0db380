-- Where points are, metres of Web Mercator: a thousand of them by their keys, however many there are.
SELECT ST_X(p.owner_3857), ST_Y(p.owner_3857)
FROM (SELECT max(id) AS last FROM store_riskpoint) AS held
CROSS JOIN LATERAL generate_series(1, held.last, GREATEST(1, held.last / 1000)) AS chosen (id)
JOIN store_riskpoint AS p ON p.id = chosen.id
WHERE p.retired_at IS NULL
ORDER BY p.id
