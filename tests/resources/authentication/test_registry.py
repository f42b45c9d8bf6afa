"""The registries: each kind of credential once, what is off is not there, and the first that is there counts."""

from dataclasses import replace
from ipaddress import ip_network
from typing import Any

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.test import RequestFactory
from rest_framework.request import Request

from accounts.tokens import api_key, browser_session, jwt
from oauth_server.vocabulary import AccessTokenFacts, CredentialKind, RefusalReason, TokenRefused
from resources.authentication import (
    IN_HEADERS,
    SENT_ALONG,
    DispatchingAuthentication,
    access_cookie,
    oauth2,
    schemes,
    session,
)
from resources.authentication import api_key as key_credential
from resources.authentication.credential import AmbientCredential
from resources.denial import Denied
from resources.principal import ANONYMOUS, Principal
from tests.resources import verifiers


def http(method: str = "GET", **cookies: str) -> HttpRequest:
    request = RequestFactory(enforce_csrf_checks=True).generic(method, "/")
    request.COOKIES.update(cookies)
    request.session = SessionBase()
    return request


def present(request: HttpRequest) -> list[CredentialKind]:
    return [credential.kind for credential in SENT_ALONG if credential.present(request)]


def test_every_kind_of_credential_has_its_line() -> None:
    kinds = {item.kind for item in IN_HEADERS} | {item.kind for item in SENT_ALONG}
    told_by_what_it_says = {CredentialKind.SERVICE_KEY, CredentialKind.OAUTH2_MACHINE}
    assert kinds | told_by_what_it_says == set(CredentialKind) - {CredentialKind.ANONYMOUS}


def test_basic_is_a_scheme_only_where_it_is_on(settings: Any) -> None:
    assert schemes() == {"bearer", "dpop", "token"}
    settings.BASIC_AUTHENTICATION = True
    assert schemes() == {"bearer", "dpop", "token", "basic"}


def test_only_what_browsers_attach_needs_the_csrf_token() -> None:
    assert [credential.kind for credential in IN_HEADERS if credential.ambient] == [CredentialKind.BASIC]


def test_the_proxy_comes_before_cookies_and_the_session_before_the_access_cookie(settings: Any) -> None:
    request = http(sessionid="", access="")
    request.META["HTTP_X_REMOTE_USER"] = "alice"
    assert present(request) == [CredentialKind.SESSION, CredentialKind.JWT]
    settings.REMOTE_USER_HEADER, settings.TRUSTED_PROXIES = "X-Remote-User", [ip_network("127.0.0.1")]
    assert present(request) == [CredentialKind.REMOTE_USER, CredentialKind.SESSION, CredentialKind.JWT]
    assert present(http()) == []


@pytest.fixture
def sent_along(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two credentials that are there; only the first may be asked. What it says is put into the list."""
    says: list[str] = []

    def first(_: HttpRequest) -> Principal:
        if says == ["refused"]:
            raise TokenRefused(RefusalReason.UNKNOWN)
        return ANONYMOUS if says == ["nobody"] else Principal(kind=CredentialKind.SESSION)

    def second(_: HttpRequest) -> Principal:
        pytest.fail("the second credential was asked")

    pair = (
        AmbientCredential(CredentialKind.SESSION, lambda _: True, first),
        AmbientCredential(CredentialKind.JWT, lambda _: True, second),
    )
    monkeypatch.setattr("resources.authentication.SENT_ALONG", pair)
    return says


def authenticate(request: HttpRequest) -> Principal:
    return DispatchingAuthentication().authenticate(Request(request))[1]


def test_the_first_that_is_there_is_the_only_one_asked(sent_along: list[str]) -> None:
    assert authenticate(http()) == Principal(CredentialKind.SESSION, ambient=True)
    sent_along.append("nobody")
    assert authenticate(http()) is ANONYMOUS


def test_one_that_may_not_be_passed_over_is_401(sent_along: list[str]) -> None:
    sent_along.append("refused")
    with pytest.raises(Denied) as refused:
        authenticate(http())
    denial = refused.value.denial
    assert (denial.status, denial.reason, denial.kind) == (401, RefusalReason.UNKNOWN, CredentialKind.SESSION)


def test_a_write_of_somebody_needs_the_csrf_token_and_nobodys_does_not(sent_along: list[str]) -> None:
    with pytest.raises(Denied) as refused:
        authenticate(http("POST"))
    assert (refused.value.denial.status, refused.value.denial.kind) == (403, CredentialKind.SESSION)
    sent_along.append("nobody")
    assert authenticate(http("POST")) is ANONYMOUS


@pytest.mark.parametrize(
    ("user", "kinds"),
    [
        (None, (CredentialKind.OAUTH2_MACHINE, CredentialKind.SERVICE_KEY)),
        (object(), (CredentialKind.OAUTH2, CredentialKind.API_KEY)),
    ],
    ids=["a machine", "a person"],
)
def test_without_a_person_an_access_token_and_a_key_are_a_machines(
    monkeypatch: pytest.MonkeyPatch, settings: Any, user: Any, kinds: tuple[CredentialKind, CredentialKind]
) -> None:
    settings.ACCESS_TOKEN_VERIFIER = "tests.resources.verifiers.verify"
    request, facts = http(), AccessTokenFacts(user=user)
    asked: list[tuple[str, HttpRequest, str]] = []

    def verify(token: str, http: HttpRequest, *, audience: str) -> AccessTokenFacts:
        asked.append((token, http, audience))
        return facts

    monkeypatch.setattr(verifiers, "verify", verify)
    monkeypatch.setattr(api_key, "verify", lambda key: facts)
    made = (oauth2.CREDENTIAL.verify("a token", request), key_credential.CREDENTIAL.verify("a key", request))
    assert tuple(principal.kind for principal in made) == kinds
    assert [principal.user for principal in made] == [user, user]
    assert asked == [("a token", request, settings.API_RESOURCE)]


@pytest.mark.parametrize(
    ("credential", "verifier"), [(session, browser_session), (access_cookie, jwt)], ids=["session", "cookie"]
)
def test_who_has_lost_a_sign_in_is_nobody_and_why_is_kept(
    monkeypatch: pytest.MonkeyPatch, credential: Any, verifier: Any
) -> None:
    def refuse(_: Any) -> None:
        raise TokenRefused(RefusalReason.EPOCH)

    monkeypatch.setattr(verifier, "verify" if verifier is browser_session else "verify_access", refuse)
    assert credential.CREDENTIAL.verify(http(access="a token")) == replace(ANONYMOUS, lost=RefusalReason.EPOCH)


def test_who_comes_from_no_address_comes_from_no_proxy(settings: Any) -> None:
    settings.REMOTE_USER_HEADER, settings.TRUSTED_PROXIES = "X-Remote-User", [ip_network("127.0.0.1")]
    request = http()
    request.META["HTTP_X_REMOTE_USER"] = "alice"
    assert present(request) == [CredentialKind.REMOTE_USER]
    del request.META["REMOTE_ADDR"]
    assert present(request) == []
