-- Where a batch of differences is gathered and summed up; each connection has its own, left empty by every transaction.
-- `n` is 1 for a point that came and -1 for one that went; `single`: 1 red or 2 orange by live or base level, else 0.
-- Not ON COMMIT DELETE ROWS: emptying the files costs each commit two milliseconds.
CREATE TEMPORARY TABLE pyramid_delta (
    lon float8, lat float8, cell bigint, firm int, base int, single int, n int
);
CREATE TEMPORARY TABLE pyramid_rolled (LIKE store_pyramid)
