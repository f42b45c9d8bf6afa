from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("oauth_server", "0007_device_grant_spent_in_its_anchor"),
    ]

    operations = [
        migrations.AddField(
            model_name="accesstoken",
            name="chain",
            field=models.JSONField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="grant",
            name="actor_grant",
            field=models.BigIntegerField(blank=True, editable=False, null=True),
        ),
    ]
