from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("oauth_server", "0003_token_epoch"),
    ]

    operations = [
        migrations.AddField(
            model_name="application",
            name="application_type",
            field=models.CharField(
                blank=True,
                choices=[("web", "web"), ("native", "native")],
                default="",
                help_text="Left empty: native where every redirect URI is of loopback or of a private-use scheme",
                max_length=8,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="application",
            name="unused_until",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
