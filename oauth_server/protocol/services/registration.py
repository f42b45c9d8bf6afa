"""Clients that register themselves (RFC 7591 section 3, OpenID Connect Registration section 3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from oauth2_provider.generators import generate_client_secret
from oauthlib.oauth2.rfc6749.errors import OAuth2Error

from accounts.services import guessing
from oauth_server.protocol.models import Application, InitialAccessToken
from oauth_server.protocol.refusals import TooManyRequests
from oauth_server.protocol.services import initial_access
from oauth_server.protocol.services.client_check import check_sector
from oauth_server.protocol.services.registration_limits import OPEN, held_to, limits_of
from oauth_server.protocol.services.registration_metadata import read
from oauth_server.protocol.services.self_registered import check_self_registered, reported
from oauth_server.protocol.services.unused_clients import are_too_many
from oauth_server.protocol.tokens.digest import digest
from oauth_server.vocabulary import OAuthError

UNUSED_LIFETIME: Final = timedelta(hours=24)
COUNTER: Final = "client_registration"


class RegistrationClosed(OAuth2Error):
    """This server registers no clients by itself."""

    error = OAuthError.ACCESS_DENIED
    status_code = 403


class TokenNotGood(OAuth2Error):
    """The initial or registration access token is missing or no good (RFC 6750 section 3.1)."""

    error = OAuthError.INVALID_TOKEN
    status_code = 401


class TooManyRegistrations(TooManyRequests):
    """A limit of registration is reached."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after, "Too many clients were registered; try again later.")


@dataclass(frozen=True, slots=True)
class Registered:
    """A client, and what only its owner has: the secret (None where it uses none or it is known already), and the
    registration access token."""

    application: Application
    secret: str | None
    registration_token: str


def register(metadata: Mapping[str, Any], *, bearer: str | None, address: str, now: datetime) -> Registered:
    """Make a client of a JSON object, within the limits of its initial access token or of open registration.

    Raise OAuth2Error: RegistrationClosed, TokenNotGood, MetadataRefused, TooManyRegistrations. `address` is the
    caller's; nothing is written and no use of the token is spent where anything is refused.
    """
    token = _admitted(bearer, now)
    application = Application(**held_to(limits_of(token) if token else OPEN, read(metadata)))
    application.registration_source = Application.RegistrationSource.DCR
    check_self_registered(application)
    if token is None:
        _hold_to_numbers(address)
        application.unused_until = now + UNUSED_LIFETIME
    with reported():
        check_sector(application, asker=token.digest if token else address)
    return _kept(application, token, now)


def _kept(application: Application, token: InitialAccessToken | None, now: datetime) -> Registered:
    registration_token = initial_access.new_value()
    application.registration_token = digest(registration_token)
    application.client_secret = secret = generate_client_secret()
    with transaction.atomic():
        if token is not None and not initial_access.spend(token, now=now):
            raise TokenNotGood(description="The initial access token was used up.")
        application.save()
    return Registered(application, secret if application.client_secret else None, registration_token)


def _admitted(bearer: str | None, now: datetime) -> InitialAccessToken | None:
    """Return the initial access token, None where nobody needs one; raise where the caller may not register."""
    if settings.REGISTRATION == "off":
        raise RegistrationClosed(description="This server registers no clients by itself: an administrator does.")
    if bearer is None:
        if settings.REGISTRATION == "open":
            return None
        raise TokenNotGood(description="An initial access token is needed.")
    token = initial_access.usable(bearer, now=now)
    if token is None:
        raise TokenNotGood(description="The initial access token is unknown, used up or expired.")
    return token


def _hold_to_numbers(address: str) -> None:
    if are_too_many(Application.objects.exclude(unused_until=None)):
        raise TooManyRegistrations(int(UNUSED_LIFETIME.total_seconds()))
    if settings.ADDRESS_LIMITS:
        try:
            guessing.spend(COUNTER, address)
        except guessing.TooManyGuesses as refused:
            raise TooManyRegistrations(refused.retry_after) from None
