"""The administration as a client of its own: how an administrator acts for a person from the pages (RFC 8693)."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from oauthlib.oauth2.rfc6749.errors import OAuth2Error

from accounts.services import acting
from oauth_server.protocol.grants import token_exchange
from oauth_server.protocol.grants.token_request import TokenRequest
from oauth_server.protocol.models import Application, Grant
from oauth_server.protocol.models.client import Client
from oauth_server.protocol.models.family import Family
from oauth_server.protocol.refusals import Refused
from oauth_server.protocol.scopes import wire
from oauth_server.protocol.services.clients import Registration, built_in_client
from oauth_server.protocol.services.grant_revocation import revoke_grant
from oauth_server.protocol.strict_form import Form
from oauth_server.protocol.tokens import access_token
from oauth_server.protocol.tokens.digest import digest
from oauth_server.vocabulary import (
    SCOPES,
    AccessTokenFacts,
    GrantType,
    OAuthError,
    Scope,
    TokenTypeIdentifier,
)

CLIENT_ID: Final = "administration"
READABLE: Final = tuple(scope for scope, facts in SCOPES.items() if facts.resource and scope.endswith(":read"))
"""What an administrator may choose to see of a person."""
OWN: Final = Registration(
    "Administration", grant_types=(GrantType.TOKEN_EXCHANGE,), scopes=(*READABLE, Scope.ADMIN_ACT)
)
"""Its secret is known to nobody, so that no request authenticates as this client."""


@dataclass(frozen=True, slots=True)
class ActingToken:
    """A token by which an administrator acts for a person, and when it ends; `grant` is the administrator's own, on
    which it hangs."""

    value: str
    expires: datetime
    grant: int


class ActingRefused(Exception):
    """Nobody acts; `error` is the wire's word, the message says why."""

    def __init__(self, error: str, message: str) -> None:
        super().__init__(message)
        self.error = error


def act(*, sign_in: AccessTokenFacts, subject: str, reason: str, scope: frozenset[str]) -> ActingToken:
    """Exchange a token of the administrator's sign-in for one by which they act for the person whose `sub` it is.

    The exchange is that of the token endpoint, with all that it asks; raise ActingRefused with what it says. What the
    administrator gets hangs on the sign-in, and ends with it.
    """
    client, now = _client(), timezone.now()
    chosen = scope & frozenset(READABLE)
    try:
        with transaction.atomic():
            family = _anchor(client, sign_in, chosen | {Scope.ADMIN_ACT}, now)
            answer = token_exchange.answer(_request(client, family, subject, reason, chosen, now))
            if isinstance(answer, Refused):
                revoke_grant(grant_id=family.grant)
    except OAuth2Error as refused:
        raise _refusal(refused) from refused
    if isinstance(answer, Refused):
        raise _refusal(answer.error)
    return ActingToken(answer["access_token"], now + timedelta(seconds=answer["expires_in"]), family.grant)


def _client() -> Client:
    """Return the client, made at its first use; whoever disables it ends acting from the pages."""
    built_in_client(OWN, client_id=CLIENT_ID)
    client = Application.objects.client(CLIENT_ID)
    if client is None or not client.enabled:
        raise ActingRefused(OAuthError.UNAUTHORIZED_CLIENT, "The application of the administration is disabled.")
    return client


def _anchor(client: Client, sign_in: AccessTokenFacts, scope: frozenset[str], now: datetime) -> Family:
    """Return an online grant of the administrator's, whose code nobody has seen and which is spent at once."""
    code, end = digest(secrets.token_urlsafe(32)), now + acting.LONGEST
    Grant.objects.create(
        code=code,
        user=sign_in.user,
        application_id=client.pk,
        session_id=sign_in.session_id,
        expires=end,
        redirect_uri=settings.ISSUER,
        scope=wire(scope),
        resource=[settings.API_RESOURCE],
        audience=settings.API_RESOURCE,
        credential_epoch=sign_in.user.credential_epoch,
        auth_time=sign_in.auth_time,
        amr=list(sign_in.amr),
        acr=sign_in.acr or "",
    )
    return cast("Family", Grant.objects.consume(code=code, application=client.pk, now=now, expires=end))


def _request(
    client: Client, family: Family, subject: str, reason: str, scope: frozenset[str], now: datetime
) -> TokenRequest:
    own = access_token.issue(
        client=client,
        family=family,
        scope=scope | {Scope.ADMIN_ACT},
        audience=settings.API_RESOURCE,
        now=now,
    )
    said: dict[str, Any] = {
        "grant_type": str(GrantType.TOKEN_EXCHANGE),
        "subject_token": subject,
        "subject_token_type": str(TokenTypeIdentifier.SUBJECT),
        "actor_token": own.value,
        "actor_token_type": str(TokenTypeIdentifier.ACCESS_TOKEN),
        "reason": reason,
        "scope": wire(scope),
    }
    return TokenRequest(client, Form({name: value for name, value in said.items() if value}), now)


def _refusal(error: OAuth2Error) -> ActingRefused:
    return ActingRefused(str(error.error), str(error.description))
