-- Active risk points of some communities, and unowned ones: id, degrees, owner, level that the legend counts, base level.
SELECT id, ST_X(owner_point), ST_Y(owner_point), COALESCE(cell_id, 0), firm::bigint, base::bigint
FROM store_riskpoint
WHERE retired_at IS NULL AND (cell_id = ANY (%(cells)s::bigint[]) OR cell_id IS NULL)
ORDER BY id
