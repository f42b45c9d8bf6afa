"""A request object by reference: fetched from an address that the client registered, and from nowhere else
(RFC 9101 sections 5.2 and 10.4.1)."""

from datetime import timedelta
from typing import Final

from django.core.cache import cache
from oauthlib.oauth2.rfc6749 import errors

from oauth_server.protocol import fetching
from oauth_server.protocol.fetch_shares import share_of
from oauth_server.protocol.models import Application
from oauth_server.protocol.tokens.digest import digest
from oauth_server.vocabulary import MediaType, OAuthError

ACCEPT: Final = f"application/{MediaType.REQUEST_OBJECT}, application/jwt"
LARGEST: Final = 16 * 1024
KEPT: Final = timedelta(seconds=30)
"""How long an answer serves again, a bad one too: who reloads a page, or sends many, sends nobody out anew."""


def fetched(client: Application, address: str) -> str:
    """Return the object that stands at a registered address; raise `invalid_request_uri` for any other.

    A fragment only tells one content from another (OpenID Connect Core section 6.2): it is not sent.
    """
    if address not in client.request_uris.split():
        raise _refused("request_uri is not one that the client registered.")
    key = f"request_object.{digest(f'{client.client_id} {address}')}"
    known: str | None = cache.get(key)
    if known is None:
        known = _fetch(client, address.partition("#")[0])
        cache.set(key, known, KEPT.total_seconds())
    if not known:
        raise _refused("request_uri did not answer with a request object.")
    return known


def _fetch(client: Application, address: str) -> str:
    """Return what the address answers; an empty text where that is nothing to go by. That nobody could ask it is not
    kept."""
    try:
        with share_of(client):
            answer = fetching.fetch(address, limit=LARGEST, accept=ACCEPT)
        return answer.body.decode("ascii").strip() if answer.status == 200 else ""
    except fetching.TooBusy:
        raise _refused("request_uri could not be asked at this moment.") from None
    except (fetching.FetchRefused, UnicodeDecodeError):
        return ""


def _refused(description: str) -> errors.OAuth2Error:
    return errors.CustomOAuth2Error(OAuthError.INVALID_REQUEST_URI, description=description)
