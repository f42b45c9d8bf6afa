"""When a person first came with a pushed authorization request: from then on it lives as long as any other."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column that may be empty: nothing is rewritten."""

    dependencies = [
        ("oauth_server", "0005_client_origin"),
        ("oauth_server", "0005_one_last_signing_key"),
    ]

    operations = [
        migrations.AddField(
            model_name="authorizationrequest",
            name="opened",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
