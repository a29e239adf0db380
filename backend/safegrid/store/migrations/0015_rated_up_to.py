"""Rating everything again goes on where it was, without looking through what is done."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0014_pyramid")]
    operations = [
        migrations.AddField(
            "rulesinforce",
            "after",
            models.BigIntegerField(default=0, db_default=0, help_text="points up to this id are done"),
        ),
    ]
