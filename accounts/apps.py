"""The accounts application: people, roles, sessions, first-party credentials."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Label `accounts`; knows nothing above it."""

    name = "accounts"
    verbose_name = _("People")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the receivers."""
        import accounts.audit.receivers
        import accounts.receivers  # noqa: F401 - connecting is the effect
