-- Where two boundary versions are drawn otherwise: the boxes of outlines that began or ended between them, in degrees.
-- Of cells in sight only; what is told is at most one more than `most`.
-- Communities first: they are what a person changed, outlines above them follow.
SELECT ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box)
FROM (
    SELECT level, ST_Transform(ST_Envelope(geom), 4326) AS box
    FROM store_cellshape
    WHERE (version_id > %(since)s AND version_id <= %(boundary)s OR until_id > %(since)s AND until_id <= %(boundary)s)
      AND level BETWEEN 2 AND 4
      AND (%(whole)s OR cell_id = ANY (%(cells)s))
) AS outline
GROUP BY box
ORDER BY max(level) DESC, ST_Area(box), box
LIMIT %(most)s + 1
