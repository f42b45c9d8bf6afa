"""One real credential of each kind, issued as the doors issue it; the registry has one line a kind."""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.http import HttpRequest

from accounts.models import Session, User
from accounts.services.api_keys import create_personal_key, create_service_key
from accounts.services.authentication_methods import level_of
from accounts.services.sign_in import open_session
from accounts.services.token_pairs import open_pair
from accounts.tokens import drf_token
from accounts.tokens.browser_session import SID
from oauth_server.testing.applications import register, token_of_machine, token_of_person
from oauth_server.testing.caller import Caller, strict_client, with_csrf
from oauth_server.vocabulary import AccessTokenFacts, CredentialKind, GrantType

_KEY_NAME: Final = "Key of a test"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a credential is to say: whose it is, how far it reaches, how (`amr`) and when the person signed in."""

    user: User | None
    scopes: frozenset[str]
    amr: tuple[str, ...]
    auth_time: datetime | None
    password: str

    @property
    def person(self) -> User:
        """The person; raise ValueError where there is none."""
        if self.user is None:
            raise ValueError("A credential of this kind belongs to a person.")
        return self.user


def _anonymous(wanted: Wanted) -> Caller:
    return Caller(CredentialKind.ANONYMOUS)


def _session(wanted: Wanted) -> Caller:
    client = strict_client()
    client.force_login(wanted.person)
    session = Session.objects.get(sid=client.session[SID])
    session.amr, session.acr = list(wanted.amr), level_of(wanted.amr)
    session.save(update_fields=["amr", "acr"])
    _date(session, wanted.auth_time)
    return Caller(CredentialKind.SESSION, wanted.person, with_csrf(client), client)


def _jwt(wanted: Wanted) -> Caller:
    pair = open_pair(user=wanted.person, request=HttpRequest(), amr=wanted.amr)
    _date(Session.objects.filter(user=wanted.person).latest("pk"), wanted.auth_time)
    return Caller(CredentialKind.JWT, wanted.person, {"authorization": f"Bearer {pair.access}"})


def _drf_token(wanted: Wanted) -> Caller:
    key = drf_token.issue(wanted.person)
    return Caller(CredentialKind.DRF_TOKEN, wanted.person, {"authorization": f"Token {key}"})


def _basic(wanted: Wanted) -> Caller:
    client = strict_client()
    pair = base64.b64encode(f"{wanted.person.username}:{wanted.password}".encode()).decode()
    headers = {"authorization": f"Basic {pair}", **with_csrf(client)}
    return Caller(CredentialKind.BASIC, wanted.person, headers, client)


def _remote_user(wanted: Wanted) -> Caller:
    client = strict_client()
    headers = {settings.REMOTE_USER_HEADER: wanted.person.username, **with_csrf(client)}
    return Caller(CredentialKind.REMOTE_USER, wanted.person, headers, client)


def _api_key(wanted: Wanted) -> Caller:
    _, key = create_personal_key(user=wanted.person, name=_KEY_NAME, scopes=wanted.scopes)
    return Caller(CredentialKind.API_KEY, wanted.person, {settings.API_KEY_HEADER: key})


def _service_key(wanted: Wanted) -> Caller:
    _, key = create_service_key(name=_KEY_NAME, scopes=wanted.scopes, by=None)
    return Caller(CredentialKind.SERVICE_KEY, headers={settings.API_KEY_HEADER: key})


def _oauth2(wanted: Wanted) -> Caller:
    session = open_session(user=wanted.person, amr=wanted.amr)
    _date(session, wanted.auth_time)
    sign_in = AccessTokenFacts(
        user=wanted.person,
        sid=session.sid,
        session_id=session.pk,
        auth_time=session.auth_time,
        acr=session.acr,
        amr=wanted.amr,
    )
    token = token_of_person(register(GrantType.AUTHORIZATION_CODE), sign_in=sign_in, scopes=wanted.scopes)
    return Caller(CredentialKind.OAUTH2, wanted.person, {"authorization": f"Bearer {token}"})


def _oauth2_machine(wanted: Wanted) -> Caller:
    token = token_of_machine(register(GrantType.CLIENT_CREDENTIALS), scopes=wanted.scopes)
    return Caller(CredentialKind.OAUTH2_MACHINE, headers={"authorization": f"Bearer {token}"})


def _date(session: Session, auth_time: datetime | None) -> None:
    """Put the sign-in where the test wants it in time."""
    if auth_time is not None:
        session.auth_time = auth_time
        session.save(update_fields=["auth_time"])


MAKERS: Final[Mapping[CredentialKind, Callable[[Wanted], Caller]]] = {
    CredentialKind.ANONYMOUS: _anonymous,
    CredentialKind.SESSION: _session,
    CredentialKind.JWT: _jwt,
    CredentialKind.DRF_TOKEN: _drf_token,
    CredentialKind.BASIC: _basic,
    CredentialKind.REMOTE_USER: _remote_user,
    CredentialKind.API_KEY: _api_key,
    CredentialKind.SERVICE_KEY: _service_key,
    CredentialKind.OAUTH2: _oauth2,
    CredentialKind.OAUTH2_MACHINE: _oauth2_machine,
}
