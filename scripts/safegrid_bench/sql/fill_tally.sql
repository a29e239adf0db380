-- What the new points do to the counts: community, column, number.
SELECT cell, column_name, count(*)
FROM (
    SELECT p.cell_id AS cell,
           unnest(ARRAY['p' || p.firm, 'b' || p.base] || CASE WHEN p.live <> p.firm THEN ARRAY['provisional'] ELSE '{}' END)
               AS column_name
    FROM store_riskpoint AS p
    WHERE p.id >= %(first)s
) AS counted
GROUP BY 1, 2
ORDER BY 1, 2
