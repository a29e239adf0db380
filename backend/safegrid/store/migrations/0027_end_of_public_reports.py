from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0026_unit_listings'),
    ]

    operations = [
        migrations.AddField(
            model_name='publicreport',
            name='coming',
            field=models.JSONField(default=list, help_text='names of photos that were announced and are not here'),
        ),
        migrations.AddField(
            model_name='publicreport',
            name='erased_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name='publicreport',
            index=models.Index(condition=models.Q(('sealed__isnull', False)), fields=['id'], name='public_report_sealed'),
        ),
        migrations.AddConstraint(
            model_name='publicreport',
            constraint=models.CheckConstraint(condition=models.Q(('erased_at__isnull', True), ('sealed__isnull', True), _connector='OR'), name='public_report_erased_is_empty'),
        ),
    ]
