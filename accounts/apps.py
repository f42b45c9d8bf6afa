"""The accounts application: people, roles, sessions, first-party credentials."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Label `accounts`; knows nothing above it."""

    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the receivers."""
        import accounts.audit.receivers
        import accounts.receivers  # noqa: F401 - connecting is the effect
