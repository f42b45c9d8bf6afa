"""The guarded API."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResourcesConfig(AppConfig):
    """Label `resources`."""

    name = "resources"
    verbose_name = _("API")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks: a view without a policy row does not start."""
        from resources import checks  # noqa: F401 - registering is the effect
