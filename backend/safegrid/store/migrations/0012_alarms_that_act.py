"""What an accident that was handled still colours is counted; those handled before were taken out of the counts."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def handled_before(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """Their counts are gone already and must not be taken away twice."""
    alarms = apps.get_model("store", "Alarm").objects
    alarms.filter(state__in=("false", "reviewed"), accident_at__isnull=False).update(accident_over=True)


class Migration(migrations.Migration):
    dependencies = [("store", "0011_boundary_names")]
    operations = [
        migrations.AddField("alarm", "accident_over", models.BooleanField(default=False)),
        migrations.RunPython(handled_before, migrations.RunPython.noop),
    ]
