"""X-API-Key as a credential: what it reaches, what stands beside it, and what ends it (contract: The guarded API)."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from accounts.services import credentials
from accounts.services.api_keys import create_personal_key
from accounts.services.roles import grant_role, remove_role
from accounts.tokens import api_key
from tests.flows.guarded_api.callers import Caller, drf_key_of, jwt_pair_of, nobody, oauth2_of, session_of, with_header
from tests.flows.guarded_api.conftest import problem
from tests.flows.guarded_api.keys import key_of, made_service_key, service_key_of, with_key
from tests.flows.oauth import RelyingParty

pytestmark = pytest.mark.django_db
WHOAMI = "/api/whoami/"
STATUS = "/api/status/"
TODO_LIST = "/api/v1/todo/"
REPORTS = "/api/v1/reports/"


@pytest.fixture
def script(alice: User) -> Caller:
    """A script with a key of alice's."""
    return key_of("alice", ["account:read", "todo:read", "todo:write"])


def test_more_than_one_of_authorization_and_key_is_400(script: Caller, web: RelyingParty) -> None:
    good = [
        f"Bearer {jwt_pair_of('alice')['access']}",
        f"Token {drf_key_of('alice')}",
        oauth2_of(web, "alice", ["account:read"]).headers["authorization"],
    ]
    for path in (WHOAMI, STATUS):
        for header in (*good, "Bearer nonsense", "Basic YTpi", "Junk", ""):
            problem(script.get(path, authorization=header), 400)
            problem(with_key("nonsense").get(path, authorization=header), 400)


def test_two_keys_are_400(script: Caller) -> None:
    key = script.headers["x-api-key"]
    for value in (f"{key},{key}", f"{key}, nonsense", ","):
        problem(with_key(value).get(STATUS), 400)


def test_a_key_wins_over_cookies_and_never_falls_back_to_them(script: Caller, people: dict[str, User]) -> None:
    administrator = session_of(people["Admin"].username)
    key = script.headers["x-api-key"]
    assert administrator.get(WHOAMI, x_api_key=key).json()["username"] == "alice"
    problem(administrator.get("/api/admin-content/", x_api_key=key), 403)
    problem(administrator.get(WHOAMI, x_api_key=api_key.generate()), 401)
    problem(administrator.get(STATUS, x_api_key=""), 401)


def test_a_key_needs_no_csrf_token(script: Caller) -> None:
    assert script.post(TODO_LIST, {"title": "Buy milk"}).status_code == 201


@pytest.mark.parametrize("path", [WHOAMI, STATUS, TODO_LIST])
def test_a_bad_key_is_401_even_where_anyone_may_read(script: Caller, path: str) -> None:
    key = script.headers["x-api-key"]
    for bad in (
        "",
        "osk_",
        key[:-1],
        key + "0",
        key.upper(),
        key.removeprefix("osk_"),
        api_key.generate(),
        "é",
        "\x00",
        "a" * 100_000,
    ):
        answer = with_key(bad).get(path)
        problem(answer, 401)
        assert answer["WWW-Authenticate"].startswith("Bearer ")


def test_a_key_counts_in_its_own_header_alone(script: Caller) -> None:
    key = script.headers["x-api-key"]
    for scheme in ("Bearer", "Token", "ApiKey", "Api-Key", "Basic", "X-API-Key", ""):
        problem(with_header(f"{scheme} {key}".strip()).get(WHOAMI), 401)
    for name in ("x_auth_token", "api_key", "apikey", "x_access_token", "x_apikey", "cookie_x_api_key"):
        problem(nobody().get(WHOAMI, **{name: key}), 401)
    for name in ("x-api-key", "api_key", "access", "sessionid"):
        caller = nobody()
        caller.client.cookies[name] = key
        problem(caller.get(WHOAMI), 401)
        problem(nobody().get(f"{WHOAMI}?{name}={key}"), 401)
        problem(Client().post(TODO_LIST, {name: key, "title": "Buy milk"}), 401)


def test_the_header_may_have_another_name_and_then_the_first_is_none(script: Caller, settings: Any) -> None:
    settings.API_KEY_HEADER = "X-Our-Key"
    key = script.headers["x-api-key"]
    assert nobody().get(WHOAMI, x_our_key=key).json()["authentication"] == "api_key"
    problem(script.get(WHOAMI), 401)
    problem(nobody().get(WHOAMI, x_our_key=key, authorization="Bearer nonsense"), 400)


def test_a_key_sends_no_origin_away_that_a_client_brings(script: Caller, spa: RelyingParty) -> None:
    preflight = {"origin": "https://spa.example.org", "access-control-request-method": "GET"}
    answer = Client().options(WHOAMI, headers={**preflight, "access-control-request-headers": "x-api-key"})
    assert "x-api-key" in answer["Access-Control-Allow-Headers"]


def test_disabling_or_deleting_the_owner_kills_the_key_and_enabling_does_not_revive_it(
    script: Caller, alice: User
) -> None:
    credentials.disable_user(user=alice, by=None)
    problem(script.get(WHOAMI), 401)
    credentials.enable_user(user=alice, by=None)
    problem(script.get(WHOAMI), 401)
    again = key_of("alice", ["account:read"])
    credentials.delete_user(user=User.objects.get(pk=alice.pk), by=None)
    problem(again.get(WHOAMI), 401)


@pytest.mark.parametrize(("keep", "status"), [(True, 200), (False, 401)])
def test_a_change_of_password_kills_the_key_unless_what_is_connected_is_kept(
    script: Caller, alice: User, keep: bool, status: int
) -> None:
    credentials.set_password(user=alice, password="another battery staple", keep_connected=keep)
    assert script.get(WHOAMI).status_code == status


@pytest.mark.parametrize(("keep", "status"), [(True, 200), (False, 401)])
def test_a_change_of_second_factor_does_alike(script: Caller, alice: User, keep: bool, status: int) -> None:
    credentials.second_factor_changed(user=alice, keep_session_id=None, keep_connected=keep)
    assert script.get(WHOAMI).status_code == status


def test_a_key_made_on_a_sign_in_that_was_overtaken_is_dead_from_the_start(alice: User) -> None:
    before = User.objects.get(pk=alice.pk)
    credentials.not_me(user=alice)
    _, key = create_personal_key(user=before, name="A script", scopes=["account:read"])
    problem(with_key(key).get(WHOAMI), 401)


def test_signing_out_ends_no_key(script: Caller) -> None:
    signed_in = session_of("alice")
    assert signed_in.post("/api/logout/").status_code == 200
    assert script.get(WHOAMI).status_code == 200


def test_signing_out_with_a_key_ends_that_key_and_nothing_else(script: Caller) -> None:
    other, signed_in = key_of("alice", ["account:read"]), session_of("alice")
    assert script.post("/api/logout/").status_code == 200
    problem(script.get(WHOAMI), 401)
    assert (other.get(WHOAMI).status_code, signed_in.get(WHOAMI).status_code) == (200, 200)


def test_a_role_that_was_taken_is_gone_at_the_next_request(alice: User) -> None:
    grant_role(user=alice, role=Role.MANAGER)
    script = key_of("alice", ["reports:read"])
    assert script.get("/api/manager-content/").status_code == 200
    remove_role(user=alice, role=Role.MANAGER)
    problem(script.get("/api/manager-content/"), 403)


def test_a_service_key_is_a_machine(db: None) -> None:
    service = service_key_of(["reports:read", "todo:read", "account:read"])
    assert service.get(STATUS).status_code == 200
    assert service.get(REPORTS).status_code == 200
    for path in (WHOAMI, TODO_LIST, "/api/manager-content/", "/api/v1/users/", "/api/keys/"):
        problem(service.get(path), 403)
    problem(service.post(REPORTS, {"title": "A report"}), 403)


def test_a_service_key_reaches_no_further_than_its_scopes(db: None) -> None:
    problem(service_key_of(["todo:read"]).get(REPORTS), 403)


def test_a_service_keys_last_day_and_its_revocation_end_it(db: None) -> None:
    made = made_service_key("A service", "--scope", "reports:read")
    service = with_key(made["key"])
    assert service.get(REPORTS).status_code == 200
    made_service_key("--revoke", str(made["id"]))
    problem(service.get(REPORTS), 401)


def test_nothing_of_people_ends_a_service_key(alice: User) -> None:
    service = service_key_of(["reports:read"])
    credentials.not_me(user=alice)
    assert service.get(REPORTS).status_code == 200
