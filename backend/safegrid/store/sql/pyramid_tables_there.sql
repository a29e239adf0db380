SELECT to_regclass('pg_temp.pyramid_rolled')
