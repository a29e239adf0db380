"""How far asking everything again whose ground it stands on has come."""

from django.db import migrations, models

import safegrid.store.models.log


class Migration(migrations.Migration):
    dependencies = [("store", "0017_rated_so_far")]
    operations = [
        migrations.CreateModel(
            "OwnerCheck",
            [
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("table", models.CharField(max_length=10)),
                (
                    "after",
                    models.BigIntegerField(default=0, help_text="objects of this table up to this id are done"),
                ),
                ("since", models.DateTimeField(db_default=safegrid.store.models.log.ClockTimestamp())),
                ("finished", models.BooleanField(default=False)),
                ("total", models.BigIntegerField(default=0, help_text="objects to ask")),
                ("done", models.BigIntegerField(default=0, help_text="of them asked")),
                (
                    "changed",
                    models.BigIntegerField(
                        default=0, help_text="of them told of: another owner, or other ground entered"
                    ),
                ),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(id=1), name="one_owner_check")],
            },
        ),
    ]
