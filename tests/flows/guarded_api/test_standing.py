"""Who is disabled, deleted, demoted or gone is refused at the very next request, by every credential alike."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from accounts.services.credentials import disable_user, enable_user
from accounts.services.roles import remove_role
from tests.flows.conftest import PASSWORD
from tests.flows.guarded_api.callers import (
    Caller,
    browser_of,
    drf_token_of,
    jwt_of,
    jwt_pair_of,
    machine_of,
    nobody,
    oauth2_of,
    session_of,
    with_header,
)
from tests.flows.oauth import RelyingParty

WHOAMI = "/api/whoami/"
EVERY_SCOPE = ["openid", "account:read", "reports:read", "admin:read"]


@pytest.fixture
def callers_of(web: RelyingParty) -> Callable[[str], dict[str, Caller]]:
    """Return a function that signs a person in by every door."""

    def sign_in(name: str) -> dict[str, Caller]:
        return {
            "session": session_of(name),
            "jwt": jwt_of(name),
            "drf_token": drf_token_of(name),
            "oauth2": oauth2_of(web, name, EVERY_SCOPE),
        }

    return sign_in


def statuses(callers: dict[str, Caller], path: str = WHOAMI) -> dict[str, int]:
    return {kind: caller.get(path).status_code for kind, caller in callers.items()}


def everywhere(status: int) -> dict[str, int]:
    return dict.fromkeys(("session", "jwt", "drf_token", "oauth2"), status)


def test_a_disabled_person_is_refused_by_every_credential_and_nothing_comes_back(
    alice: User, callers_of: Any, web: RelyingParty
) -> None:
    callers = callers_of("alice")
    pair, tokens = jwt_pair_of("alice"), web.tokens(browser_of("alice"), scope="openid offline_access account:read")
    assert statuses(callers) == everywhere(200)
    disable_user(user=alice, by=None)
    for _ in range(2):
        assert statuses(callers) == everywhere(401)
        assert nobody().post("/api/jwt/token/refresh/", {"refresh": pair["refresh"]}).status_code == 401
        assert web.refresh(Client(), tokens["refresh_token"]).status_code == 400
        assert with_header(f"Bearer {tokens['access_token']}").get("/o/userinfo/").status_code == 401
        enable_user(user=alice, by=None)


def test_the_flag_alone_is_enough(alice: User, callers_of: Any) -> None:
    callers = callers_of("alice")
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert statuses(callers) == everywhere(401)
    for path in ("/api/token/", "/api/jwt/token/"):
        assert nobody().post(path, {"username": "alice", "password": PASSWORD}).status_code == 401


def test_a_deleted_person_is_refused_by_every_credential(alice: User, callers_of: Any) -> None:
    callers = callers_of("alice")
    alice.delete()
    assert statuses(callers) == everywhere(401)


def test_who_takes_a_deleted_persons_name_gets_nothing_of_theirs(alice: User, callers_of: Any) -> None:
    callers = callers_of("alice")
    assert callers["jwt"].post("/api/v1/todo/", {"title": "Hers"}).status_code == 201
    subject, number = alice.subject, alice.pk
    alice.delete()
    namesake = User.objects.create_user("alice", "alice@example.org", PASSWORD, pk=number)
    assert namesake.subject != subject
    assert statuses(callers) == everywhere(401)
    assert jwt_of("alice").get("/api/v1/todo/").json()["count"] == 0


def test_a_role_that_was_taken_away_is_gone_at_the_next_request(people: dict[str, User], callers_of: Any) -> None:
    callers = callers_of(people["Manager"].username)
    assert statuses(callers, "/api/manager-content/") == everywhere(200)
    remove_role(user=people["Manager"], role=Role.MANAGER)
    assert statuses(callers, "/api/manager-content/") == everywhere(403)
    assert statuses(callers) == everywhere(200)


def test_who_is_no_superuser_any_more_is_one_nowhere(people: dict[str, User], callers_of: Any) -> None:
    callers = callers_of(people["superuser"].username)
    assert statuses(callers, "/api/admin-content/") == everywhere(200)
    User.objects.filter(pk=people["superuser"].pk).update(is_superuser=False)
    assert statuses(callers, "/api/admin-content/") == everywhere(403)


def test_a_disabled_client_stops_at_once(alice: User, web: RelyingParty, machine: RelyingParty) -> None:
    pairs = [(oauth2_of(web, "alice", EVERY_SCOPE), WHOAMI, web), (machine_of(machine, []), "/api/status/", machine)]
    for caller, path, client in pairs:
        assert caller.get(path).status_code == 200
        type(client.application).objects.filter(pk=client.application.pk).update(enabled=False)
        assert caller.get(path).status_code == 401


def test_signing_out_ends_that_credential_and_what_shares_its_sign_in(alice: User, callers_of: Any) -> None:
    for kind in ("session", "jwt", "drf_token"):
        callers = callers_of("alice")
        callers.pop("oauth2")
        answer = callers[kind].post("/api/logout/")
        assert (answer.status_code, answer.json()["username"]) == (200, None)
        assert statuses(callers) == {**dict.fromkeys(callers, 200), kind: 401}


def test_an_online_grant_ends_with_the_session_it_was_given_in(alice: User, web: RelyingParty) -> None:
    browser = browser_of("alice")
    online = with_header(f"Bearer {web.tokens(browser, scope='account:read')['access_token']}")
    offline = with_header(f"Bearer {web.tokens(browser, scope='account:read offline_access')['access_token']}")
    assert [caller.get(WHOAMI).status_code for caller in (online, offline)] == [200, 200]
    browser.post("/accounts/logout/")
    assert [caller.get(WHOAMI).status_code for caller in (online, offline)] == [401, 200]


@pytest.mark.parametrize("form", [True, False])
def test_nobody_registers_with_a_role_or_an_identity(db: None, form: bool) -> None:
    more = {
        "roles": ["Admin"],
        "groups": [1],
        "is_staff": True,
        "is_superuser": True,
        "id": 1,
        "subject": "x",
        "sub": "y",
    }
    body = {"username": "mallory", "email": "mallory@example.org", "password": PASSWORD, **more}
    if form:
        response = Client().post("/api/register/", {**body, "roles": "Admin", "groups": "1"})
    else:
        response = Client().post("/api/register/", json.dumps(body), content_type="application/json")
    if response.status_code == 201:
        assert set(response.json()) == {"username", "email"}
        who = jwt_of("mallory").get(WHOAMI).json()
        assert (who["username"], who["roles"]) == ("mallory", [])
        assert jwt_of("mallory").get("/api/admin-content/").status_code == 403
    else:
        assert response.status_code in (400, 415)


def test_a_person_cannot_be_changed_through_the_api(alice: User) -> None:
    caller = jwt_of("alice")
    for method in ("POST", "PUT", "PATCH"):
        for path in (WHOAMI, "/api/", "/api/protected/"):
            assert (
                caller.call(method, path, {"roles": ["Admin"], "is_staff": True, "username": "root"}).status_code == 405
            )
    assert (caller.get(WHOAMI).json()["username"], caller.get(WHOAMI).json()["roles"]) == ("alice", [])
