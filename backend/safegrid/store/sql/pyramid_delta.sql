INSERT INTO pyramid_delta (lon, lat, cell, firm, base, single, n) VALUES %s
