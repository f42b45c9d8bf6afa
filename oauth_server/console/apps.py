"""Pages and commands that need both sides."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsoleConfig(AppConfig):
    """Label `console`; has no models."""

    name = "oauth_server.console"
    label = "console"
    verbose_name = _("Schedule")
