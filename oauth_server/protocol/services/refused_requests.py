"""Refusals of what a known client asks, kept in the trail for its developer, so many and no more.

Anybody can ask in the name of a public client, and begin an authorization in that of any: so a client has LIMIT rows in
a quarter of an hour at each endpoint, and what comes on top of them is not kept.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from typing import Final

from oauthlib.oauth2.rfc6749.errors import OAuth2Error

from accounts.audit.record import AuditEventName, record
from accounts.services import guessing
from oauth_server.protocol.models import Application
from oauth_server.vocabulary import OAuthError

COUNTER: Final = "refused_request"
LIMIT: Final = 10
LONGEST: Final = 200
_LONGEST_IDENTIFIER: Final = 255
ROUTINE: Final = frozenset(
    {
        OAuthError.AUTHORIZATION_PENDING,
        OAuthError.SLOW_DOWN,
        OAuthError.EXPIRED_TOKEN,
        OAuthError.USE_DPOP_NONCE,
        OAuthError.LOGIN_REQUIRED,
        OAuthError.CONSENT_REQUIRED,
        OAuthError.ACCESS_DENIED,
    }
)
"""How the protocols go on: what was asked is right, and the answer is no for now, or the person's."""


class Endpoint(StrEnum):
    """Where a request was refused."""

    AUTHORIZATION = "authorization"
    TOKEN = "token"  # noqa: S105 - a word, and no secret
    PUSHED_REQUEST = "pushed_request"
    DEVICE = "device"


@contextmanager
def noted(client_id: str, endpoint: Endpoint) -> Iterator[None]:
    """Keep what the block refuses to a client that has proved itself; never to be used inside a transaction, which the
    refusal undoes."""
    try:
        yield
    except OAuth2Error as error:
        note(error, client_id=client_id, endpoint=endpoint)
        raise


def note(error: OAuth2Error, *, client_id: str, endpoint: Endpoint) -> None:
    """Keep a refusal of a client that is known: its word and its description, which the client is told too. Within the
    limit two statements."""
    if error.error in ROUTINE:
        return
    with suppress(guessing.TooManyGuesses):
        guessing.spend(COUNTER, f"{endpoint} {client_id}", limit=LIMIT)
        told = {"endpoint": endpoint, "error": str(error.error), "said": (error.description or "")[:LONGEST]}
        record(AuditEventName.REQUEST_REFUSED, person=None, client=client_id, detail=told)


def note_of_named(error: OAuth2Error, *, client_id: str, endpoint: Endpoint) -> None:
    """Keep a refusal in which a client was only named: nothing where there is none of that name."""
    if not client_id or len(client_id) > _LONGEST_IDENTIFIER or "\x00" in client_id:
        return
    if Application.objects.filter(client_id=client_id, enabled=True).exists():
        note(error, client_id=client_id, endpoint=endpoint)
