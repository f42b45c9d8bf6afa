"""What every page between an application and a person says of the application: name, picture, who made it."""

from typing import Any

from oauth_server.protocol.models import Application
from oauth_server.protocol.services import client_logos, client_metadata_documents


def facts_of(client: Application) -> dict[str, Any]:
    """Return what `oauth/parts/` show of a client. `maker` is `itself`, `developer` (who is named) or `administrators`;
    two statements at most, none where `logo` and `user` were read with it."""
    maker = _maker(client)
    return {
        "name": client.name or client.client_id,
        "client_id": client.client_id,
        "logo": client_logos.address_of(client),
        "website": client.website,
        "described_at": client_metadata_documents.host_of(client),
        "verified": client.hosts_verified or client.skip_authorization,
        "maker": maker,
        "developer": _named(client.user) if maker == "developer" else "",
        "created": client.created,
        "privacy_url": client.privacy_url,
        "terms_url": client.terms_url,
    }


def _maker(client: Application) -> str:
    if client.registration_source != client.RegistrationSource.MANUAL:
        return "itself"
    return "administrators" if client.user is None or client.user.is_staff else "developer"


def _named(person: Any) -> str:
    """Return what a developer calls themselves, and the user name: that one is nobody else's."""
    name, username = person.get_full_name(), person.get_username()
    return f"{name} ({username})" if name else str(username)
