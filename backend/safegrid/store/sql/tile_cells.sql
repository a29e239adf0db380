-- Outlines of counties, townships and communities in one boundary version, and the points where their names stand.
-- Whoever sees by unit or industry alone gets the communities where those objects lie. Cells above a shown community
-- are shown too.
WITH duty AS (
    SELECT * FROM unnest(%(duty_industries)s::text[], %(duty_cells)s::bigint[]) AS d (industry, cell)
), home AS (
    SELECT unnest(%(cells)s::bigint[] || %(many_cells)s::bigint[]) AS id
    UNION
    SELECT s.cell_id
    FROM store_site AS s
    JOIN store_enterprise AS u ON u.id = s.unit_id
    WHERE %(by_object)s
      AND u.closed_at IS NULL
      AND (u.id = ANY (%(units)s::bigint[])
           OR u.industry = ANY (%(industries)s::text[])
           OR (u.industry, s.cell_id) IN (SELECT duty.industry, duty.cell FROM duty))
    UNION
    SELECT p.cell_id
    FROM store_riskpoint AS p
    LEFT JOIN store_enterprise AS u ON u.id = p.unit_id
    WHERE %(by_object)s
      AND p.retired_at IS NULL
      AND (p.unit_id = ANY (%(units)s::bigint[])
           OR u.industry = ANY (%(industries)s::text[])
           OR (u.industry, p.cell_id) IN (SELECT duty.industry, duty.cell FROM duty))
), above AS (
    SELECT c.id, c.parent_id, t.parent_id AS grandparent_id
    FROM home
    JOIN store_gridcell AS c ON c.id = home.id
    LEFT JOIN store_gridcell AS t ON t.id = c.parent_id
), shown AS (
    SELECT id FROM above UNION SELECT parent_id FROM above UNION SELECT grandparent_id FROM above
), seen AS MATERIALIZED (
    SELECT c.id, c.code, c.name, c.level::int AS level, c.parent_id AS parent, s.geom AS shape
    FROM store_cellshape AS s
    JOIN store_gridcell AS c ON c.id = s.cell_id
    WHERE s.version_id <= %(boundary)s
      AND (s.until_id IS NULL OR s.until_id > %(boundary)s)
      AND s.band = %(band)s
      AND s.level BETWEEN 2 AND 4
      AND s.geom && ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => %(margin)s)
      AND (%(whole)s OR s.cell_id IN (SELECT shown.id FROM shown WHERE shown.id IS NOT NULL))
), cell AS (
    SELECT id,
           ST_AsMVTGeom(shape, ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, %(buffer)s) AS geom,
           level, code, name, parent
    FROM seen
    ORDER BY level DESC, id
), label AS (
    SELECT seen.id,
           ST_AsMVTGeom(ST_Transform(b.label_point, 3857), ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, %(buffer)s)
               AS geom,
           seen.level, seen.name
    FROM seen
    -- a cell that a version left alone keeps the boundary of an earlier one
    CROSS JOIN LATERAL (
        SELECT label_point FROM store_cellboundary
        WHERE cell_id = seen.id AND version_id <= %(boundary)s
        ORDER BY version_id DESC
        LIMIT 1
    ) AS b
    WHERE seen.level = ANY (%(labels)s::int[])
    ORDER BY seen.level, seen.id
)
SELECT COALESCE((SELECT ST_AsMVT(cell, 'cell', 4096, 'geom', 'id') FROM cell), '')
    || COALESCE((SELECT ST_AsMVT(label, 'label', 4096, 'geom', 'id') FROM label), '')
