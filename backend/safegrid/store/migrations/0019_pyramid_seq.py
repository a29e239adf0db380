from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0018_owner_check'),
    ]

    operations = [
        migrations.AddField(
            model_name='sequencerstate',
            name='pyramid_seq',
            field=models.BigIntegerField(blank=True, help_text='the pyramid is the sum of the points at this position; null: not built', null=True),
        ),
        migrations.RunSQL(
            'UPDATE store_sequencerstate SET pyramid_seq = seq WHERE pyramid',
            'UPDATE store_sequencerstate SET pyramid = true WHERE pyramid_seq = seq',
        ),
        migrations.RemoveField(
            model_name='sequencerstate',
            name='pyramid',
        ),
    ]
