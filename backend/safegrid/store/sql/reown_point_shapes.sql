-- Lines and areas near some ground: those that may enter other communities now.
SELECT id
FROM store_riskpoint
WHERE geom_3857 && ST_Transform(ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326), 3857)
  AND ST_Dimension(geom) > 0
ORDER BY id
