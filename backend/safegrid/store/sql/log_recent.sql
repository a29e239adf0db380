-- The newest changes of objects.
SELECT seq, at, kind, payload
FROM store_eventlog
WHERE kind = 'changed'
ORDER BY seq DESC
LIMIT %(limit)s
