-- Changes of every column since the day, the month and the quarter began, in an area; column numbers from 1.
SELECT t.i::int,
       COALESCE(sum(t.v) FILTER (WHERE d.day >= %(day)s), 0)::int,
       COALESCE(sum(t.v) FILTER (WHERE d.day >= %(month)s), 0)::int,
       COALESCE(sum(t.v), 0)::int
FROM store_daychange AS d, unnest(d.n) WITH ORDINALITY AS t (v, i)
WHERE d.day >= %(quarter)s AND (%(cells)s::bigint[] IS NULL OR d.cell_id = ANY (%(cells)s::bigint[]))
GROUP BY t.i
