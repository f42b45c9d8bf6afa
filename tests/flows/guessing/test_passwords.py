"""Ten wrong passwords in fifteen minutes close every password door of an account, and nothing else (ASVS 5.0 6.3.1)."""

from datetime import timedelta
from itertools import cycle, islice
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent, User
from accounts.services.guessing import LIMIT
from tests.flows.conftest import PASSWORD, sign_in
from tests.flows.guarded_api.callers import Caller, drf_token_of, jwt_of, jwt_pair_of, nobody, session_of
from tests.flows.guessing.doors import DOORS, NEW, WRONG, inside_a_strange_browser
from tests.flows.second_factor.enrolment import enrol_key
from tests.soft_authenticator import SoftAuthenticator

SHARED = [door for door in DOORS if door != "change-api"]
"""The doors of one count; who changes the password at the API has a sign-in already, which has its own."""
pytestmark = pytest.mark.usefixtures("basic_authentication")


@pytest.fixture
def basic_authentication(settings: Any) -> None:
    """Basic is off by default."""
    settings.BASIC_AUTHENTICATION = True


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every password that is hashed from now on."""
    looked_at: list[str] = []
    original = User.check_password

    def counted(self: User, raw_password: str) -> bool:
        looked_at.append(raw_password)
        return original(self, raw_password)

    monkeypatch.setattr(User, "check_password", counted)
    return looked_at


def fail(inside: Client, times: int, doors: list[str]) -> None:
    for door in islice(cycle(doors), times):
        assert DOORS[door](inside, WRONG).status_code in {200, 400, 401}, door


def post(body: dict[str, str], headers: dict[str, str]) -> int:
    response = Client().post("/api/token/", body, content_type="application/json", headers=headers)
    return int(response.status_code)


@pytest.mark.parametrize("door", SHARED)
def test_failures_anywhere_close_this_door_without_a_hash(alice: User, hashes: list[str], door: str) -> None:
    inside = inside_a_strange_browser()
    fail(inside, LIMIT, [other for other in SHARED if other != door])
    hashes.clear()
    refused = DOORS[door](inside, PASSWORD)
    assert (refused.status_code, hashes) == (429, [])
    assert 0 < int(refused["Retry-After"]) <= 15 * 60


@pytest.mark.parametrize("door", SHARED)
def test_failures_here_close_every_other_door(alice: User, door: str) -> None:
    inside = inside_a_strange_browser()
    fail(inside, LIMIT, [door] if door != "change-page" else [door, "page", "jwt"])
    others = [other for other in DOORS if not other.startswith("change")]
    assert {other: DOORS[other](inside, PASSWORD).status_code for other in others} == dict.fromkeys(others, 429)


def test_the_administration_sends_to_the_same_door(alice: User) -> None:
    assert Client().get("/admin/login/")["Location"].startswith("/accounts/login/")


def test_neither_another_address_nor_a_fresh_token_gives_new_guesses(alice: User) -> None:
    for number in range(LIMIT):
        spoofed = {"x-forwarded-for": f"10.0.0.{number}", "x-real-ip": f"10.0.0.{number}", "forwarded": f"for={number}"}
        drf_token = drf_token_of("alice") if number < 2 else nobody()
        body = {"username": "alice", "password": WRONG}
        assert post(body, spoofed) == 401
        assert drf_token.get("/api/status/").status_code == 200
    body = {"username": "alice", "password": PASSWORD}
    assert post(body, {"x-forwarded-for": "192.0.2.9"}) == 429


def test_what_is_live_goes_on_while_the_doors_are_closed(alice: User) -> None:
    pair = jwt_pair_of("alice")
    key = jwt_of("alice").post("/api/keys/", {"name": "A script", "scopes": ["account:read"]}).json()["key"]
    callers = [session_of("alice"), jwt_of("alice"), drf_token_of("alice"), Caller(headers={"x-api-key": key})]
    fail(Client(), LIMIT, ["jwt"])
    assert DOORS["jwt"](Client(), PASSWORD).status_code == 429
    assert {caller.get("/api/whoami/").status_code for caller in callers} == {200}
    assert nobody().post("/api/jwt/token/refresh/", {"refresh": pair["refresh"]}).status_code == 200


def test_strangers_close_no_change_of_password_to_a_live_sign_in(alice: User) -> None:
    inside = jwt_of("alice")
    fail(Client(), LIMIT, ["jwt"])
    body = {"old_password": PASSWORD, "new_password": NEW}
    assert inside.post("/api/password/change/", body).status_code == 200


def test_a_sign_in_has_ten_guesses_at_the_old_password(alice: User, hashes: list[str]) -> None:
    inside = sign_in(Client(), "alice")
    now = timezone.now()
    for number in range(LIMIT):
        with time_machine.travel(now + timedelta(minutes=number)):
            assert DOORS["change-api"](inside, WRONG).status_code == 401
    hashes.clear()
    with time_machine.travel(now + timedelta(minutes=LIMIT)):
        assert (DOORS["change-api"](inside, PASSWORD).status_code, hashes) == (429, [])


def test_a_passkey_opens_while_the_password_doors_are_closed(alice: User) -> None:
    key = SoftAuthenticator()
    enrol_key(sign_in(Client(), "alice"), key)
    fail(Client(), LIMIT, ["jwt"])
    assert DOORS["jwt"](Client(), PASSWORD).status_code == 429
    asked = nobody().post("/api/passkey/", {"door": "jwt"}).json()
    answered = {"challenge": asked["challenge"], "credential": key.get(asked["public_key"])}
    assert nobody().post("/api/passkey/", answered).status_code == 200


def test_the_trail_has_each_failure_and_the_first_refusal_alone(alice: User) -> None:
    fail(Client(), LIMIT, ["jwt", "page", "token"])
    for _ in range(3):
        assert DOORS["jwt"](Client(), PASSWORD).status_code == 429
    of_alice = AuditEvent.objects.filter(person=alice.audit_key)
    assert of_alice.filter(event="sign_in_refused").count() == LIMIT
    assert of_alice.filter(event="guesses_spent").count() == 1
