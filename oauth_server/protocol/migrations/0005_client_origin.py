"""An index over the origins of clients, filled from the clients that are there."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def fill(apps: Any, schema_editor: Any) -> None:
    """Write down the origins of every client; one too long for the index stays out, as it does later."""
    del schema_editor
    rows = apps.get_model("oauth_server", "ClientOrigin")
    clients = apps.get_model("oauth_server", "Application").objects.exclude(allowed_origins="")
    for pk, origins in clients.values_list("pk", "allowed_origins").iterator():
        wanted = {origin for origin in origins.split() if len(origin) <= 255}
        rows.objects.bulk_create([rows(application_id=pk, origin=origin) for origin in wanted])


class Migration(migrations.Migration):
    dependencies = [("oauth_server", "0004_application_type_and_unused_until")]

    operations = [
        migrations.CreateModel(
            name="ClientOrigin",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("origin", models.CharField(max_length=255)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="origins",
                        to=settings.OAUTH2_PROVIDER_APPLICATION_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="clientorigin",
            constraint=models.UniqueConstraint(fields=("origin", "application"), name="an_origin_once_a_client"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
