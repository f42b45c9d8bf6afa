"""One signing key without a successor an algorithm: two processes that rotate at once make one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("oauth_server", "0004_application_type_and_unused_until")]

    operations = [
        migrations.AddConstraint(
            model_name="signingkey",
            constraint=models.UniqueConstraint(
                fields=["algorithm"],
                condition=models.Q(retired_at=None, withdrawn_at=None),
                name="one_last_signing_key",
            ),
        ),
    ]
