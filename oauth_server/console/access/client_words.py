"""What every row says of the application behind it, as other pages do, and whether it may act at all."""

from typing import Any

from oauth_server.console.client_facts import facts_of
from oauth_server.protocol.models import Application


def described(application: Application) -> dict[str, Any]:
    """Return what `access/parts/application.html` shows; no statement where `logo` and `user` were read with it."""
    return {**facts_of(application), "enabled": application.enabled}
