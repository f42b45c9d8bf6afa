"""Where a person may be led back to an application without its redirect URI: its homepage, if it was verified."""

from dataclasses import dataclass

from django.db.models import Q

from oauth_server.protocol.models import Application

_LONGEST = 255


@dataclass(frozen=True, slots=True)
class Homepage:
    """The application's name and the address of its homepage."""

    name: str
    address: str


def verified_homepage(client_id: str) -> Homepage | None:
    """Return the homepage of an enabled application that an administrator vouches for; None for any other."""
    if not client_id or len(client_id) > _LONGEST or "\x00" in client_id:
        return None
    vouched = Q(hosts_verified=True) | Q(skip_authorization=True)
    found = Application.objects.filter(vouched, client_id=client_id, enabled=True).exclude(website="").first()
    return Homepage(found.name or found.client_id, found.website) if found else None
