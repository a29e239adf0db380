-- Give every fiftieth of some points to a community that does not own it; return how many.
WITH given AS (
    UPDATE store_riskpoint AS p
    SET cell_id = (SELECT min(id) FROM store_gridcell WHERE level = 4 AND id <> COALESCE(p.cell_id, 0))
    WHERE id > %(after)s AND id <= %(last)s AND id %% 50 = 0
    RETURNING id
)
SELECT count(*) FROM given
