"""How far rating everything again has come, and how much of it changed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0016_point_names_by_pairs")]
    operations = [
        migrations.AddField(
            "rulesinforce",
            "total",
            models.BigIntegerField(default=0, db_default=0, help_text="points to judge"),
        ),
        migrations.AddField(
            "rulesinforce",
            "done",
            models.BigIntegerField(default=0, db_default=0, help_text="of them judged"),
        ),
        migrations.AddField(
            "rulesinforce",
            "changed",
            models.BigIntegerField(
                default=0, db_default=0, help_text="of them told of: another level or reason"
            ),
        ),
    ]
