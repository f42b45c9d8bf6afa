"""The one switch as OAuth tokens obey it: state decides at the very next request, at every endpoint."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import models
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts.models import Session, User
from accounts.roles import Role
from accounts.services.credentials import disable_user, password_changed
from accounts.services.roles import grant_role
from oauth_server.protocol import standing
from oauth_server.protocol.models import AccessToken, Application, Grant, ProtectedResource, RevokedToken
from oauth_server.protocol.tokens import opaque
from oauth_server.protocol.tokens.digest import digest
from oauth_server.protocol.tokens.verify import verify_access_token
from oauth_server.vocabulary import AccessTokenFacts, TokenRefused, TokenType
from tests.flows.oauth import RelyingParty, allow, claims_of

SCOPE = "openid account:read"
API = "http://localhost:8000/api"


def verdict(token: str) -> str | None:
    try:
        verify_access_token(token, RequestFactory().get("/api/"))
    except TokenRefused as refusal:
        return refusal.reason
    return None


def set_all(model: type[models.Model], **values: Any) -> Callable[[User], object]:
    return lambda _user: model._default_manager.update(**values)


EVENTS: dict[str, tuple[Callable[[User], object], str]] = {
    "the account is disabled": (lambda user: disable_user(user=user, by=None), "user_disabled"),
    "the account is deleted": (lambda user: user.delete(), "unknown"),
    "the password is changed": (lambda user: password_changed(user=user), "epoch"),
    "the sign-in is ended": (set_all(Session, ended_at=timezone.now()), "session_ended"),
    "the sign-in is deleted": (lambda _user: Session.objects.all().delete(), "session_ended"),
    "the grant is revoked": (set_all(Grant, revoked_at=timezone.now()), "revoked"),
    "the client is disabled": (set_all(Application, enabled=False), "client_disabled"),
    "the client is deleted": (lambda _user: Application.objects.all().delete(), "unknown"),
}


@pytest.fixture(params=["jwt", "opaque"])
def web(request: pytest.FixtureRequest, register: Callable[..., RelyingParty]) -> RelyingParty:
    """A confidential web application, once for each form of its access tokens."""
    return register(token_format=request.param)


@pytest.fixture
def resource_server(register: Callable[..., RelyingParty]) -> RelyingParty:
    return register(introspects=API)


@pytest.mark.parametrize("event", EVENTS)
def test_an_event_ends_access_token_refresh_token_and_pending_code(
    web: RelyingParty, user_agent: Client, alice: User, event: str
) -> None:
    answer = web.tokens(user_agent, scope=SCOPE)
    code = allow(user_agent, user_agent.get("/o/authorize/", web.request(scope=SCOPE)))["code"]
    happen, reason = EVENTS[event]
    assert verdict(answer["access_token"]) is None
    happen(alice)
    refused = verdict(answer["access_token"])
    assert refused == reason or (refused, event) == ("session_ended", "the password is changed")
    headers = {"authorization": f"Bearer {answer['access_token']}"}
    assert Client().get("/o/userinfo/", headers=headers).status_code == 401
    assert web.refresh(Client(), answer["refresh_token"]).status_code in (400, 401)
    assert web.exchange(Client(), code).status_code in (400, 401)


@pytest.mark.parametrize("event", ["the account is disabled", "the password is changed", "the sign-in is ended"])
def test_introspection_calls_it_inactive(
    web: RelyingParty, resource_server: RelyingParty, user_agent: Client, alice: User, event: str
) -> None:
    token = web.tokens(user_agent, scope=SCOPE)["access_token"]
    assert resource_server.post(Client(), "/o/introspect/", token=token).json()["active"] is True
    EVENTS[event][0](alice)
    assert resource_server.post(Client(), "/o/introspect/", token=token).json() == {"active": False}


def test_an_event_after_a_rotation_ends_the_retry_too(web: RelyingParty, user_agent: Client, alice: User) -> None:
    answer = web.tokens(user_agent, scope=SCOPE)
    assert web.refresh(Client(), answer["refresh_token"]).status_code == 200
    disable_user(user=alice, by=None)
    assert web.refresh(Client(), answer["refresh_token"]).status_code == 400


def test_a_sign_in_that_merely_expires_ends_nothing(web: RelyingParty, user_agent: Client) -> None:
    answer = web.tokens(user_agent, scope=SCOPE)
    Session.objects.update(expires=timezone.now() - timedelta(days=1))
    assert verdict(answer["access_token"]) is None
    assert web.refresh(Client(), answer["refresh_token"]).status_code == 200


@pytest.mark.parametrize(("form", "lifetime"), [("jwt", 5), ("opaque", 10)])
def test_a_machine_token_stands_without_a_person_and_ends_with_its_client(
    register: Callable[..., RelyingParty], form: str, lifetime: int
) -> None:
    machine = register(authorization_grant_type="client-credentials", redirect_uri="", token_format=form)
    now = timezone.now().replace(microsecond=0)
    with time_machine.travel(now, tick=False):
        answer = machine.token(Client(), grant_type="client_credentials", scope="reports:read").json()
    token = answer["access_token"]
    assert verify_access_token(token, RequestFactory().get("/")) == AccessTokenFacts(
        user=None,
        client_id=machine.client_id,
        client_name=Application.objects.get(client_id=machine.client_id).name,
        scopes=frozenset({"reports:read"}),
        audience=API,
        expires=now + timedelta(minutes=lifetime),
    )
    Application.objects.update(enabled=False)
    assert verdict(token) == "client_disabled"


def test_a_persons_token_says_who_for_whom_and_under_which_sign_in(
    web: RelyingParty, user_agent: Client, alice: User
) -> None:
    now = timezone.now().replace(microsecond=0)
    with time_machine.travel(now, tick=False):
        answer = web.tokens(user_agent, scope=SCOPE)
    token = answer["access_token"]
    grant_role(user=alice, role=Role.HR)
    signed_in = Session.objects.get()
    assert verify_access_token(token, RequestFactory().get("/")) == AccessTokenFacts(
        user=alice,
        roles=frozenset({"HR"}),
        client_id=web.client_id,
        client_name=Application.objects.get().name,
        scopes=frozenset({"openid", "account:read"}),
        audience=API,
        sid=signed_in.sid,
        session_id=signed_in.pk,
        auth_time=signed_in.auth_time,
        acr="1",
        amr=("pwd",),
        expires=now + timedelta(seconds=answer["expires_in"]),
    )
    _, found = standing.for_asker(web.client_id, token)
    assert found is not None
    assert (found.token_type, found.issued) == (TokenType.ACCESS_TOKEN, now)


def test_a_token_that_was_revoked_by_itself_is_refused(web: RelyingParty, user_agent: Client) -> None:
    token = web.tokens(user_agent, scope=SCOPE)["access_token"]
    AccessToken.objects.update(revoked_at=timezone.now())
    if opaque.is_opaque(token):
        assert verdict(token) == "revoked"
        return
    other = web.tokens(user_agent, scope=SCOPE)["access_token"]
    RevokedToken.objects.revoke(UUID(claims_of(token)["jti"]), expires=timezone.now() + timedelta(minutes=5))
    assert (verdict(token), verdict(other)) == ("revoked", None)


def test_a_token_lives_no_longer_than_its_grant(web: RelyingParty, user_agent: Client) -> None:
    token, end = web.tokens(user_agent, scope=SCOPE)["access_token"], timezone.now() + timedelta(minutes=1)
    Grant.objects.update(expires=end)
    assert verify_access_token(token, RequestFactory().get("/")).expires == end


def test_an_expired_token_is_refused(web: RelyingParty, user_agent: Client) -> None:
    token = web.tokens(user_agent, scope=SCOPE)["access_token"]
    _, found = standing.for_asker(web.client_id, token)
    assert found is not None
    with time_machine.travel(found.expires - timedelta(microseconds=1), tick=False):
        assert verdict(token) is None
    with time_machine.travel(found.expires, tick=False):
        assert verdict(token) == "expired"


def test_a_token_made_for_another_party_is_refused(web: RelyingParty, user_agent: Client) -> None:
    ProtectedResource.objects.create(identifier=f"{API}.example.org", scopes="account:read")
    token = web.tokens(user_agent, scope=SCOPE, resource=f"{API}.example.org")["access_token"]
    assert verdict(token) == "wrong_audience"
    assert Client().get("/o/userinfo/", headers={"authorization": f"Bearer {token}"}).status_code == 401


def test_the_form_of_another_kind_is_refused_without_a_statement(
    web: RelyingParty, user_agent: Client, statements: Callable[[Callable[[], Any]], list[str]]
) -> None:
    answer = web.tokens(user_agent, scope=SCOPE)
    expected = {
        answer["refresh_token"]: "wrong_kind",
        answer["id_token"]: "wrong_kind",
        "eyJ.abc.def": "malformed",
        "eyJ.an.encrypted.one.too": "wrong_kind",
        "eyJ.of.six.parts.all.told": "malformed",
        "": "malformed",
        "ü" * 43: "malformed",
        "x" * 44: "malformed",
    }

    def ask() -> None:
        assert {token: verdict(token) for token in expected} == expected

    assert statements(ask) == []


def test_a_code_or_a_digest_is_no_token(web: RelyingParty, user_agent: Client) -> None:
    token = web.tokens(user_agent, scope=SCOPE)["access_token"]
    code = allow(user_agent, user_agent.get("/o/authorize/", web.request(scope=SCOPE)))["code"]
    assert verdict(code) in ("unknown", "malformed")
    assert verdict(digest(token)) == "malformed"
