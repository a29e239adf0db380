-- Lock risk points, in the order that everybody keeps, that are as they were read: a written row has another xmin.
SELECT p.id
FROM unnest(%(ids)s::bigint[], %(rows)s::text[]) AS m (id, row)
JOIN store_riskpoint AS p ON p.id = m.id
WHERE p.xmin::text = m.row
ORDER BY p.id
FOR NO KEY UPDATE OF p
