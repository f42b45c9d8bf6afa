"""Pages and commands that need both sides."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """Label `console`; has no models."""

    name = "oauth_server.console"
    label = "console"
