-- Events of a span after which a viewer may have to start afresh.
SELECT seq, at, kind, payload
FROM store_eventlog
WHERE seq > %(after)s AND seq <= %(upto)s AND kind IN ('bulk', 'boundary', 'rules')
ORDER BY seq
