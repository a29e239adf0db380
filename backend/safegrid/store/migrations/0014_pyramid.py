"""The pyramid of low zooms, and where on the world its buckets lie. The sequencer builds it when it starts next."""

from django.contrib.postgres.indexes import GistIndex
from django.db import migrations, models

NUMBERS = ("n", *(f"{kind}{level}" for kind in "lb" for level in range(5)), "s1", "s2")
PLACES = """
CREATE FUNCTION safegrid_world_x(lon float8) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT floor((lon + 180) / 360 * 2147483648)::bigint $$;
CREATE FUNCTION safegrid_world_y(lat float8) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT floor((0.5 - ln(tan(pi() / 4 + radians(lat) / 2)) / (2 * pi())) * 2147483648)::bigint $$;
"""
NO_PLACES = "DROP FUNCTION safegrid_world_x(float8); DROP FUNCTION safegrid_world_y(float8);"


class Migration(migrations.Migration):
    dependencies = [("store", "0013_shapes_that_stay")]
    operations = [
        migrations.RunSQL(PLACES, NO_PLACES),
        migrations.CreateModel(
            "Pyramid",
            [
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "z",
                        "x",
                        "y",
                        "bucket",
                        "cell",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("z", models.PositiveSmallIntegerField()),
                ("x", models.IntegerField()),
                ("y", models.IntegerField()),
                ("bucket", models.PositiveSmallIntegerField()),
                ("cell", models.BigIntegerField()),
                *((name, models.IntegerField()) for name in NUMBERS),
                ("sx", models.BigIntegerField()),
                ("sy", models.BigIntegerField()),
            ],
        ),
        migrations.AddIndex(
            "riskpoint",
            GistIndex(
                fields=["owner_3857"],
                condition=models.Q(live=1) | models.Q(base=1),
                name="point_red_by_owner_3857",
            ),
        ),
        migrations.AddField(
            "sequencerstate", "pyramid", models.BooleanField(
                default=False, db_default=False, help_text="the pyramid is built and follows"
            ),
        ),
    ]
