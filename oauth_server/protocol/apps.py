"""The authorization server as one Django application, label `oauth_server`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProtocolConfig(AppConfig):
    """Holds django-oauth-toolkit's swapped models from their first migration."""

    name = "oauth_server.protocol"
    label = "oauth_server"
    verbose_name = _("Applications and tokens")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the receivers and register the checks."""
        from oauth_server.protocol import receivers  # noqa: F401 - connecting is the effect
