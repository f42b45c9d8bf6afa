from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("oauth_server", "0002_certified"),
    ]

    operations = [
        migrations.AddField(
            model_name="accesstoken",
            name="actor",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="accesstoken",
            name="jkt",
            field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="application",
            name="token_epoch",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
    ]
