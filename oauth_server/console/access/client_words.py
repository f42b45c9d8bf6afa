"""What every row says of the application behind it: name, logo, and whether anybody here vouches for it."""

from typing import Any

from oauth_server.protocol.models import Application
from oauth_server.protocol.services.client_logos import address_of


def described(application: Application) -> dict[str, Any]:
    """Return what `access/parts/application.html` shows; no statement where the logo was read along."""
    return {
        "client_id": application.client_id,
        "name": application.name or application.client_id,
        "logo": address_of(application),
        "verified": application.hosts_verified or application.skip_authorization,
        "enabled": application.enabled,
    }
