-- Where a batch of differences is gathered and summed up; each connection has its own, emptied with each transaction.
-- `n` is 1 for a point that came and -1 for one that went; `single`: 1 red or 2 orange by live or base level, else 0.
CREATE TEMPORARY TABLE IF NOT EXISTS pyramid_delta (
    lon float8, lat float8, cell bigint, firm int, base int, single int, n int
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS pyramid_rolled (LIKE store_pyramid) ON COMMIT DELETE ROWS
