-- Bytes of both; null where there are none.
SELECT pg_relation_size(to_regclass('pg_temp.pyramid_rolled')) + pg_relation_size(to_regclass('pg_temp.pyramid_delta'))
