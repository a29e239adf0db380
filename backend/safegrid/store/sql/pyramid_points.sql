-- How many points there are, from the few rows of the lowest zoom.
SELECT coalesce(sum(n), 0) FROM store_pyramid WHERE z = 5
