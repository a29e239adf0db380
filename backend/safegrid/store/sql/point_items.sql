-- The items of a bulk change of risk points that are written already: what each was, and what it is one version later.
-- The text is that of `Changed` as everybody else writes it (keys in order, no spaces); here, where the rows are, a
-- million of them take a tenth of the time. A whole number of degrees has its ".0". Returns the box around all.
WITH was AS (
    SELECT *
    FROM unnest(
        %(ids)s::bigint[], %(cell)s::bigint[], %(touched)s::text[], %(live)s::int[], %(firm)s::int[], %(base)s::int[]
    ) AS m (id, cell, touched, live, firm, base)
), place AS MATERIALIZED (
    SELECT
        p.id, p.version, COALESCE(p.cell_id, 0) AS cell, array_to_json(p.touched)::text AS touched,
        COALESCE(p.unit_id, 0) AS unit, to_json(COALESCE(u.industry, ''))::text AS industry, p.live, p.firm, p.base,
        ST_X(p.owner_point) AS lon, ST_Y(p.owner_point) AS lat, to_json(p.name)::text AS name,
        CASE
            WHEN GeometryType(p.geom) = 'POINT' THEN 'point'
            WHEN GeometryType(p.geom) IN ('LINESTRING', 'MULTILINESTRING') THEN 'line'
            ELSE 'area'
        END AS shape,
        ST_XMin(p.geom) AS west, ST_YMin(p.geom) AS south, ST_XMax(p.geom) AS east, ST_YMax(p.geom) AS north,
        was.cell AS was_cell, was.touched AS was_touched, was.live AS was_live, was.firm AS was_firm, was.base AS was_base
    FROM was
    JOIN store_riskpoint AS p ON p.id = was.id
    LEFT JOIN store_enterprise AS u ON u.id = p.unit_id
), text AS (
    SELECT
        *,
        concat(lat, CASE WHEN lat = trunc(lat) THEN '.0' END) AS lat_text,
        concat(lon, CASE WHEN lon = trunc(lon) THEN '.0' END) AS lon_text,
        concat(
            west, CASE WHEN west = trunc(west) THEN '.0' END, ',', south, CASE WHEN south = trunc(south) THEN '.0' END, ',',
            east, CASE WHEN east = trunc(east) THEN '.0' END, ',', north, CASE WHEN north = trunc(north) THEN '.0' END
        ) AS box_text
    FROM place
), put AS (
    INSERT INTO store_eventitem (batch, entity, entity_id, payload)
    SELECT %(batch)s, 'point', id, concat(
        '{"after":{"base":', base, ',"cell":', cell, ',"firm":', firm, ',"id":', id, ',"industry":', industry,
        ',"lat":', lat_text, ',"live":', live, ',"lon":', lon_text, ',"name":', name, ',"shape":"', shape,
        '","touched":', touched, ',"unit":', unit, ',"v":', version,
        '},"before":{"base":', was_base, ',"cell":', was_cell, ',"firm":', was_firm, ',"id":', id, ',"industry":', industry,
        ',"lat":', lat_text, ',"live":', was_live, ',"lon":', lon_text, ',"name":', name, ',"shape":"', shape,
        '","touched":', was_touched, ',"unit":', unit, ',"v":', version - 1,
        '},"boxes":[[', box_text, ']],"cause":', to_json(%(cause)s::text)::text,
        ',"entity":"point","id":', id, ',"v":', version, '}'
    )
    FROM text
    ORDER BY id
)
SELECT min(west), min(south), max(east), max(north) FROM place
