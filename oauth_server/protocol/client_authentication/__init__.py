"""Client authentication: the registry of methods, and the one way through it (RFC 6749 sections 2.3 and 3.2.1)."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpRequest
from django.utils import timezone
from oauthlib.oauth2.rfc6749.errors import InvalidRequestError

from accounts.audit.record import AuditEventName, record
from accounts.services import guessing
from oauth_server.protocol.client_authentication import client_secret, none, private_key_jwt
from oauth_server.protocol.client_authentication.causes import Cause, cause_of
from oauth_server.protocol.client_authentication.presented import WRONG, Presented
from oauth_server.protocol.models import Application
from oauth_server.protocol.models.client import Client
from oauth_server.protocol.refusals import ClientRefused
from oauth_server.protocol.strict_form import Form
from oauth_server.vocabulary import ClientAuthMethod


@dataclass(frozen=True, slots=True)
class Method:
    """How a method is recognised in a request, and what is wrong with what it offers (None: it proves the client)."""

    recognise: Callable[[HttpRequest, Form], Presented | None]
    problem: Callable[[Presented, Client, datetime], str | None]


METHODS: Final[Mapping[ClientAuthMethod, Method]] = {
    ClientAuthMethod.CLIENT_SECRET_BASIC: Method(client_secret.recognise_basic, client_secret.problem),
    ClientAuthMethod.CLIENT_SECRET_POST: Method(client_secret.recognise_post, client_secret.problem),
    ClientAuthMethod.PRIVATE_KEY_JWT: Method(private_key_jwt.recognise, private_key_jwt.problem),
    ClientAuthMethod.NONE: Method(none.recognise, none.problem),
}
PROVED: Final = tuple(method for method in METHODS if method != ClientAuthMethod.NONE)
"""The methods by which a client proves who it is."""
ALGORITHMS: Final = private_key_jwt.ALGORITHMS
"""What an assertion may be signed with."""
GUESSES: Final = "client_secret"
METHODS_TRIED: Final = "client_method"


def authenticate(request: HttpRequest, form: Form) -> Client:
    """Return the client that a request comes from, in one statement, and one write where it sent an assertion.

    Raises ClientRefused (401, or 429 after too many wrong proofs) and InvalidRequestError for two methods at once.
    Never to be called inside a transaction: the client's keys may have to be fetched.
    """
    presented = recognise(request, form)
    return prove(presented, Application.objects.client(presented.client_id))


def recognise(request: HttpRequest, form: Form) -> Presented:
    """Return what a request offers, without looking anything up; raise where that is not exactly one method."""
    offered = [found for method in METHODS.values() if (found := method.recognise(request, form))]
    if len(offered) > 1 or (offered and form.get("client_id") not in {None, offered[0].client_id}):
        raise InvalidRequestError(description="Authenticate the client in exactly one way.")
    if not offered:
        raise ClientRefused("No client authentication was included.")
    return offered[0]


def prove(presented: Presented, client: Client | None) -> Client:
    """Return the client that the row and the proof make sure of, by the method that it registered; raise ClientRefused.

    Wrong proofs are counted by client, and a right one is answered whatever the count, so that nobody can lock a
    client out. To whom has the right proof a wrong method is named.
    """
    if client is None or not client.enabled:
        client_secret.take_as_long(presented)
        raise ClientRefused(WRONG, by_header=presented.by_header)
    registered = presented.method == client.token_endpoint_auth_method
    if not registered and presented.secret is None:
        _note_method(presented)
        raise ClientRefused(WRONG, by_header=presented.by_header)
    now = timezone.now()
    problem = METHODS[presented.method].problem(presented, client, now)
    if problem is None and registered:
        return client
    if problem is not None:
        _count_wrong(presented, problem, cause_of(presented, client, problem, now))
    else:
        _note_method(presented)
    named = f"The client is registered for {client.token_endpoint_auth_method}."
    raise ClientRefused(problem or named, by_header=presented.by_header)


def _count_wrong(presented: Presented, problem: str, cause: Cause) -> None:
    """Count and record a wrong proof; beyond the limit nothing is recorded, and who proved nothing at all is held off.

    Raises ClientRefused. Who has the key and says something wrong, or says it twice, is not guessing.
    """
    try:
        guessing.spend_recorded(GUESSES, presented.client_id, person=None, client=presented.client_id)
    except guessing.TooManyGuesses as refusal:
        if problem == WRONG:
            raise ClientRefused("Too many wrong proofs.", retry_after=refusal.retry_after) from None
        return
    told = {"why": cause, **({"said": problem} if cause is Cause.WRONG_ASSERTION else {})}
    record(AuditEventName.CLIENT_REFUSED, person=None, client=presented.client_id, detail=told)


def _note_method(presented: Presented) -> None:
    """Record for the developer that another method was used than the client is registered for; beyond the limit, which
    is not that of wrong proofs, nothing is written."""
    with suppress(guessing.TooManyGuesses):
        guessing.spend(METHODS_TRIED, presented.client_id)
        told = {"why": Cause.WRONG_METHOD, "method": presented.method}
        record(AuditEventName.CLIENT_REFUSED, person=None, client=presented.client_id, detail=told)
