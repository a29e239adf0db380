DELETE FROM pyramid_delta;
DELETE FROM pyramid_rolled
