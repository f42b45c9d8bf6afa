"""/account/delete/: everything that acts as the person is dead at once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from accounts.services.roles import grant_role
from oauth_server.protocol.models import Application, Grant, LogoutDelivery
from resources.models import Todo
from tests.flows.account.closing import CONFIRMED, PAGE, api_key_of, close, state
from tests.flows.conftest import PASSWORD
from tests.flows.guarded_api.callers import Caller, drf_token_of, jwt_of, session_of
from tests.flows.oauth import RelyingParty


def test_the_page_wants_a_recent_sign_in(alice: User, user_agent: Client) -> None:
    assert Client().get(PAGE)["Location"] == f"/accounts/login/?next={PAGE}"
    before = state(alice)
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        for answer in (user_agent.get(PAGE), user_agent.post(PAGE, CONFIRMED)):
            assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert state(alice) == before


def test_the_page_says_what_goes(alice: User, user_agent: Client, web: RelyingParty) -> None:
    web.tokens(user_agent)
    Todo.objects.create(user=alice, title="x")
    Application.objects.filter(pk=web.application.pk).update(user=alice)
    said = user_agent.get(PAGE).content.decode()
    for words in ("1 to-do entry", "1 connected application", "1 application that you registered", "After 14 days"):
        assert words in said


@pytest.mark.parametrize(
    "typed", ["", "bob", "alice@example.org", "x" * 5000, "ali\x00ce"], ids=["none", "bob", "address", "long", "nul"]
)
def test_without_the_name_nothing_happens(alice: User, user_agent: Client, typed: str) -> None:
    before = state(alice)
    assert user_agent.post(PAGE, {"username": typed}).status_code == 400
    assert state(alice) == before


@pytest.mark.parametrize("credential", [session_of, jwt_of, drf_token_of, api_key_of])
def test_every_credential_is_refused_on_the_next_request(
    alice: User, user_agent: Client, credential: Callable[[str], Caller]
) -> None:
    caller = credential("alice")
    assert caller.get("/api/protected/").status_code == 200
    close(user_agent)
    assert caller.get("/api/protected/").status_code in (401, 403)
    assert user_agent.get("/api/protected/").status_code == 401


def test_grants_refreshes_and_codes_are_dead_and_clients_are_told(
    alice: User, user_agent: Client, register: Callable[..., RelyingParty]
) -> None:
    party = register(backchannel_logout_uri="https://rp.example.org/out", backchannel_logout_session_required=True)
    tokens = party.tokens(user_agent, scope="openid offline_access account:read")
    close(user_agent)
    assert party.refresh(Client(), tokens["refresh_token"]).status_code == 400
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert Client().get("/api/protected/", headers=bearer).status_code == 401
    assert Client().get("/o/userinfo/", headers=bearer).status_code == 401
    assert LogoutDelivery.objects.filter(application=party.application).exists()


@pytest.mark.parametrize("path", ["/api/token/", "/api/jwt/token/", "/api/jwt/sliding/", "/api/login/"])
def test_the_doors_of_json_answer_as_for_a_disabled_account(alice: User, user_agent: Client, path: str) -> None:
    close(user_agent)
    body = {"username": "alice", "password": PASSWORD}
    assert Client().post(path, body, content_type="application/json").status_code == 401


def test_of_two_browsers_that_close_it_at_once_the_second_is_signed_out(
    alice: User, user_agent: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def last(user: User) -> bool:
        User.objects.filter(pk=user.pk).update(is_active=False)  # what the other browser does in between
        return False

    monkeypatch.setattr("accounts.services.deletion.is_last_administrator", last)
    close(user_agent)


def test_the_last_administrator_stays(alice: User, user_agent: Client) -> None:
    grant_role(user=alice, role=Role.ADMIN)
    before = state(alice)
    for answer in (user_agent.get(PAGE), user_agent.post(PAGE, CONFIRMED)):
        assert "You are the only administrator" in answer.content.decode()
    assert state(alice) == before


def test_of_two_administrators_one_can_leave(alice: User, user_agent: Client, bob_user_agent: Client) -> None:
    for name in ("alice", "bob"):
        grant_role(user=User.objects.get(username=name), role=Role.ADMIN)
    close(user_agent)
    assert "You are the only administrator" in bob_user_agent.post(PAGE, {"username": "bob"}).content.decode()
    assert Grant.objects.count() == 0
