CREATE TEMPORARY TABLE bench_chosen ON COMMIT DROP AS
SELECT * FROM store_riskpoint WHERE id = ANY (%(ids)s) ORDER BY id
