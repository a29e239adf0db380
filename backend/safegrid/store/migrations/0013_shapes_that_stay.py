"""A version writes the shapes that it draws otherwise; those that stay are not copied. Two indexes nobody asks go."""

import django.contrib.gis.db.models.fields
import django.db.models.deletion
from django.db import migrations, models


def _cell() -> models.ForeignKey:  # type: ignore[type-arg] # its types are only known to the plugin
    return models.ForeignKey(
        "store.gridcell",
        django.db.models.deletion.PROTECT,
        null=True,
        blank=True,
        related_name="points",
        db_index=False,
    )


class Migration(migrations.Migration):
    dependencies = [("store", "0012_alarms_that_act")]
    operations = [
        migrations.AddField(
            "cellshape",
            "until",
            models.ForeignKey(
                "store.boundaryversion",
                django.db.models.deletion.PROTECT,
                null=True,
                blank=True,
                related_name="+",
            ),
        ),
        migrations.RemoveConstraint("cellshape", "one_shape_per_cell_and_band"),
        # Every version has drawn every cell so far.
        migrations.RunSQL(
            "UPDATE store_cellshape AS s SET until_id ="
            " (SELECT min(v.id) FROM store_boundaryversion AS v WHERE v.id > s.version_id)",
            migrations.RunSQL.noop,
        ),
        # A table that a statement of this transaction changed takes no new index while its triggers wait.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddConstraint(
            "cellshape",
            models.UniqueConstraint(
                fields=["cell", "band"], condition=models.Q(until=None), name="one_shape_per_cell_and_band"
            ),
        ),
        migrations.AlterField("riskpoint", "cell", _cell()),
        migrations.AlterField(
            "riskpoint",
            "geom",
            django.contrib.gis.db.models.fields.GeometryField(srid=4326, spatial_index=False),
        ),
    ]
