"""Which origins may read which answers (CORS): metadata any, what clients call those of active clients."""

from typing import Final

from django.conf import settings
from django.db import InterfaceError, OperationalError

from oauth_server.protocol.models import ClientOrigin
from oauth_server.protocol.models.client_origin import LONGEST

ANY_ORIGIN: Final = ("/.well-known/openid-configuration", "/.well-known/oauth-", "/.well-known/jwks.json")
CLIENT_ORIGINS: Final = (
    "/o/token/",
    "/o/revoke_token/",
    "/o/userinfo/",
    "/o/par/",
    "/o/register/",
    "/o/device-authorization/",
    "/api/",
    "/mcp",
)


def origin_is_welcome(path: str, origin: str) -> bool:
    """Return whether a page of `origin` may read an answer of `path`; never with credentials.

    One statement, by an index, for a page of another origin at an address of clients, and none for any other. Where
    the database does not answer nobody is welcome, and the address itself says why.
    """
    if path.startswith(ANY_ORIGIN):
        return True
    if not path.startswith(CLIENT_ORIGINS) or not _is_foreign(origin):
        return False
    try:
        return ClientOrigin.objects.welcomes(origin)
    except (OperationalError, InterfaceError):
        return False


def _is_foreign(origin: str) -> bool:
    """Whether this may be another origin that a client registered; our own pages need no leave."""
    plain = origin.isascii() and origin.isprintable() and "://" in origin
    return plain and len(origin) <= LONGEST and origin != settings.ISSUER
