SELECT seq, at, kind, payload
FROM store_eventlog
WHERE seq > %(after)s AND seq <= %(upto)s
ORDER BY seq
LIMIT %(limit)s
