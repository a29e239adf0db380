-- As the table of risk points is: logged, checked, with its indexes and the columns that the server computes.
CREATE TABLE bench_copy (LIKE store_riskpoint INCLUDING ALL)
