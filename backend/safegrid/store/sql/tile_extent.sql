-- Extent of a boundary version in degrees, from its coarsest county outlines.
SELECT ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box)
FROM (
    SELECT ST_Extent(ST_Transform(geom, 4326)) AS box
    FROM store_cellshape
    WHERE version_id <= %(boundary)s AND (until_id IS NULL OR until_id > %(boundary)s) AND band = 0 AND level = 2
) AS counties
