"""Client authentication: the registry of methods, and the one way through it (RFC 6749 sections 2.3 and 3.2.1)."""

from collections.abc import Callable, Mapping
from typing import Final

from django.http import HttpRequest
from oauthlib.oauth2.rfc6749.errors import InvalidRequestError

from accounts.audit.record import AuditEventName, record
from accounts.services import guessing
from oauth_server.protocol.client_authentication import client_secret, none
from oauth_server.protocol.client_authentication.presented import Presented
from oauth_server.protocol.models import Application
from oauth_server.protocol.models.client import Client
from oauth_server.protocol.refusals import ClientRefused
from oauth_server.protocol.strict_form import Form
from oauth_server.vocabulary import ClientAuthMethod

METHODS: Final[Mapping[ClientAuthMethod, Callable[[HttpRequest, Form], Presented | None]]] = {
    ClientAuthMethod.CLIENT_SECRET_BASIC: client_secret.recognise_basic,
    ClientAuthMethod.CLIENT_SECRET_POST: client_secret.recognise_post,
    ClientAuthMethod.NONE: none.recognise,
}
WRONG: Final = "The client is not known, or did not prove itself."
GUESSES: Final = "client_secret"


def authenticate(request: HttpRequest, form: Form) -> Client:
    """Return the client that a request comes from, in one statement.

    Raises ClientRefused (401, or 429 after too many wrong secrets) and InvalidRequestError for two methods at once.
    """
    presented = recognise(request, form)
    return prove(presented, Application.objects.client(presented.client_id))


def recognise(request: HttpRequest, form: Form) -> Presented:
    """Return what a request offers, without looking anything up; raise where that is not exactly one method."""
    offered = [found for method in METHODS.values() if (found := method(request, form))]
    if len(offered) > 1 or (offered and form.get("client_id") not in {None, offered[0].client_id}):
        raise InvalidRequestError(description="Authenticate the client in exactly one way.")
    if not offered:
        raise ClientRefused("No client authentication was included.")
    return offered[0]


def prove(presented: Presented, client: Client | None) -> Client:
    """Return the client that the row and the secret prove; raise ClientRefused.

    A client with a secret sends it by header or body as it likes; a public one sends none. Wrong secrets are counted
    by client, and a right one is answered whatever the count, so that nobody can lock a client out.
    """
    right = client_secret.is_right(presented, client)
    if client is not None and client.enabled:
        if client.is_public and presented.method == ClientAuthMethod.NONE:
            return client
        if not client.is_public and right:
            return client
        if presented.secret is not None:
            _count_wrong_secret(presented)
    raise ClientRefused(WRONG, by_header=presented.by_header)


def _count_wrong_secret(presented: Presented) -> None:
    try:
        guessing.spend_recorded(GUESSES, presented.client_id, person=None, client=presented.client_id)
    except guessing.TooManyGuesses as refusal:
        raise ClientRefused("Too many wrong secrets.", retry_after=refusal.retry_after) from None
    record(AuditEventName.CLIENT_REFUSED, person=None, client=presented.client_id)
