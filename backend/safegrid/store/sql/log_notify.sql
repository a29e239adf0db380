SELECT pg_notify('safegrid_log', %(seq)s::text)
