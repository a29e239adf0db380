-- Many rows came through: give their room back.
TRUNCATE pyramid_delta, pyramid_rolled
