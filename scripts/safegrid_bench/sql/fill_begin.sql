CREATE TEMPORARY TABLE bench_place (n bigint, source bigint, lon float8, lat float8, cell bigint)
