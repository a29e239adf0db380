-- Last event that is older than %(seconds)s before the event `seq`: a replay starts after it.
SELECT coalesce(max(seq), 0)
FROM store_eventlog
WHERE
  seq <= %(seq)s
  AND at < (SELECT at FROM store_eventlog WHERE seq = %(seq)s) - make_interval(secs => %(seconds)s)
