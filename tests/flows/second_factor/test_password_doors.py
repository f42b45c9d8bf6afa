"""A password alone opens no door of an account with a second factor; the second finishes what the first began."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import DoorChallenge, DrfToken, Session, User
from accounts.services import credentials
from accounts.services.door_challenges import TRIES
from accounts.services.guessing import LIMIT
from tests.accounts.conftest import claims_of
from tests.flows.conftest import PASSWORD
from tests.flows.second_factor.conftest import DOORS, PASSWORDS, answer, challenged, opens, post
from tests.soft_authenticator import AuthenticatorApp, SoftAuthenticator

WRONG = "not a code"
every_door = pytest.mark.parametrize("door", DOORS)


@every_door
def test_the_password_alone_is_answered_with_a_challenge(app: AuthenticatorApp, door: str) -> None:
    before = Session.objects.count()
    client = Client()
    refused = post(door, PASSWORDS, client)
    assert refused.status_code == 401
    assert refused["Content-Type"] == "application/problem+json"
    assert "no-store" in refused["Cache-Control"]
    problem = refused.json()
    assert problem["mfa_required"] is True
    assert set(problem["methods"]) == {"totp", "recovery_codes"}
    assert problem["detail"]
    assert "public_key" not in problem
    assert not set(problem) & {"token", "access", "refresh"}
    assert (Session.objects.count(), DrfToken.objects.count()) == (before, 0)
    assert "sessionid" not in client.cookies


@every_door
def test_a_wrong_password_says_nothing_of_a_second_factor(app: AuthenticatorApp, door: str) -> None:
    refused = post(door, {"username": "alice", "password": "wrong"})
    assert refused.status_code == 401
    assert "mfa_required" not in refused.json()
    assert not DoorChallenge.objects.exists()


@every_door
def test_a_code_finishes_with_exactly_what_the_door_gives(app: AuthenticatorApp, door: str) -> None:
    client = Client()
    given = answer(challenged(door, client), client, code=app.code())
    assert given.status_code == 200, given.content
    assert "no-store" in given["Cache-Control"]
    assert set(given.json()) == DOORS[door][1]
    assert opens(given.json())
    assert ("sessionid" in client.cookies) == ("access" in client.cookies) == (door == "/api/login/")


@every_door
def test_a_recovery_code_finishes_too_and_once(recovery: list[str], door: str) -> None:
    assert answer(challenged(door), code=recovery[0]).status_code == 200
    assert answer(challenged(door), code=recovery[0]).status_code == 401
    assert answer(challenged(door), code=recovery[1]).status_code == 200


@every_door
def test_a_code_is_good_once_at_all_doors_together(app: AuthenticatorApp, door: str) -> None:
    code = app.code()
    assert answer(challenged(door), code=code).status_code == 200
    for other in DOORS:
        assert answer(challenged(other), code=code).status_code == 401


def test_an_older_code_is_spent_by_a_newer_one(app: AuthenticatorApp) -> None:
    older, newer = app.code(), app.code()
    assert answer(challenged(), code=newer).status_code == 200
    assert answer(challenged(), code=older).status_code == 401


@every_door
def test_a_challenge_is_good_once(app: AuthenticatorApp, recovery: list[str], door: str) -> None:
    asked = challenged(door)
    assert answer(asked, code=recovery[0]).status_code == 200
    assert answer(asked, code=recovery[1]).status_code == 401
    assert answer(challenged(door), code=recovery[1]).status_code == 200


@every_door
def test_a_wrong_code_and_a_used_one_are_refused_alike_while_tries_are_left(recovery: list[str], door: str) -> None:
    asked, used = challenged(door), recovery[0]
    assert answer(challenged(door), code=used).status_code == 200
    tried = [answer(asked, code=code) for code in (WRONG, used, WRONG, used, WRONG)]
    told = [(refused.status_code, refused.json()["detail"]) for refused in tried]
    again = (401, "The code is not right, or the key not accepted. Try again.")
    over = (401, "The challenge is over, or the answer is not right. Sign in again.")
    assert told == [again] * (TRIES - 1) + [over]
    for late in (asked, {"challenge": "unknown"}):
        refused = answer(late, code=recovery[1])
        assert (refused.status_code, refused.json()["detail"]) == over


@every_door
def test_the_sixth_try_is_refused_though_its_code_is_right(app: AuthenticatorApp, door: str) -> None:
    asked = challenged(door)
    for _ in range(TRIES):
        assert answer(asked, code=WRONG).status_code == 401
    code = app.code()
    assert answer(asked, code=code).status_code == 401
    assert answer(challenged(door), code=code).status_code == 200


@every_door
def test_a_challenge_lasts_five_minutes(recovery: list[str], door: str) -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        late, timely = challenged(door), challenged(door)
    with time_machine.travel(now + timedelta(minutes=5, seconds=-1), tick=False):
        assert answer(timely, code=recovery[0]).status_code == 200
    with time_machine.travel(now + timedelta(minutes=5), tick=False):
        assert answer(late, code=recovery[1]).status_code == 401


@every_door
def test_new_challenges_give_no_new_guesses(app: AuthenticatorApp, door: str) -> None:
    for number in range(LIMIT):
        if number % TRIES == 0:
            asked = challenged(door)
        assert answer(asked, code=WRONG).status_code == 401
    closed = answer(challenged(door), code=app.code())
    assert closed.status_code == 429
    assert 0 < int(closed["Retry-After"]) <= 15 * 60


def test_the_password_gives_no_count_of_ones_own(app: AuthenticatorApp) -> None:
    """Whoever has the password alone may not begin a new count with each new cookie."""
    for _ in range(LIMIT):
        page = Client()
        page.post("/accounts/login/", {"login": "alice", "password": PASSWORD})
        page.post("/accounts/2fa/authenticate/", {"code": WRONG})
    assert answer(challenged(), code=app.code()).status_code == 429


def test_wrong_codes_of_others_close_no_browser_that_signed_in_before(app: AuthenticatorApp) -> None:
    mine = Client()
    assert answer(challenged("/api/login/", mine), mine, code=app.code()).status_code == 200
    for _ in range(2):
        asked = challenged()
        for _ in range(TRIES):
            answer(asked, code=WRONG)
    assert answer(challenged(), code=app.code()).status_code == 429
    assert answer(challenged("/api/login/", mine), mine, code=app.code()).status_code in {200, 401}


def test_right_codes_spend_no_guesses(recovery: list[str]) -> None:
    for code in recovery:
        assert answer(challenged(), code=code).status_code == 200


@every_door
def test_a_challenge_is_over_once_the_password_is_another(alice: User, recovery: list[str], door: str) -> None:
    for keeps in (True, False):
        asked = challenged(door)
        credentials.set_password(user=alice, password=PASSWORD, keep_connected=keeps)
        assert answer(asked, code=recovery[0]).status_code == 401


@every_door
def test_a_disabled_account_finishes_nothing(alice: User, recovery: list[str], door: str) -> None:
    asked = challenged(door)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert answer(asked, code=recovery[0]).status_code == 401


def test_a_challenge_says_for_whom_and_where_it_is_good(
    app: AuthenticatorApp, bob_user_agent: Client, recovery: list[str]
) -> None:
    """The code is held against the account whose password was right, whatever else the request names."""
    body = {"challenge": challenged()["challenge"], "code": recovery[0], "username": "bob", "door": "drf_token"}
    given = post("/api/mfa/", body)
    assert given.status_code == 200
    assert set(given.json()) == {"access", "refresh"}
    assert claims_of(given.json()["access"])["user_id"] == str(User.objects.get(username="alice").subject)


def test_no_answer_and_two_answers_are_400(app: AuthenticatorApp) -> None:
    asked = challenged()
    assert answer(asked).status_code == 400
    assert answer(asked, code=app.code(), credential={}).status_code == 400
    assert answer(asked, code=app.code()).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        "{}",
        "[]",
        "null",
        '{"challenge": null, "code": null}',
        '{"challenge": {"a": 1}, "code": ["a"]}',
        '{"challenge": "\\u0000", "code": "\\u0000"}',
        '{"challenge": "x", "credential": []}',
        '{"challenge": "x", "credential": "text"}',
    ],
)
def test_a_body_of_another_form_is_400(db: None, body: str) -> None:
    assert Client().post("/api/mfa/", body, content_type="application/json").status_code == 400


@pytest.mark.parametrize(
    "code", ["", " ", "0", "\uff11\uff12\uff13", "é" * 64, "-" * 64, "\ud800", "123456\n", "x" * 65]
)
def test_no_code_of_another_form_is_taken(app: AuthenticatorApp, code: str) -> None:
    assert answer(challenged(), code=code).status_code in {400, 401}


def test_an_unknown_challenge_is_401(app: AuthenticatorApp) -> None:
    assert answer({"challenge": "x" * 43}, code=app.code()).status_code == 401


@pytest.mark.parametrize("path", ["/api/mfa/", "/api/passkey/"])
def test_only_our_own_pages_and_programs_answer(app: AuthenticatorApp, path: str) -> None:
    code = app.code()
    body = {"challenge": challenged()["challenge"], "code": code}
    for origin in ("https://evil.example", "null", "http://localhost:8001"):
        assert post(path, body, origin=origin).status_code == 403
    for form in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        assert Client().post(path, "{}", content_type=form).status_code == 415
    if path == "/api/mfa/":
        assert post(path, body, origin="http://localhost:8000").status_code == 200


def test_where_the_password_doors_are_closed_no_challenge_of_theirs_opens_anything(
    app: AuthenticatorApp, settings: Any
) -> None:
    asked = challenged()
    settings.PASSWORD_DOORS = False
    assert answer(asked, code=app.code()).status_code == 403


@every_door
def test_a_passkey_is_a_second_factor_too(key: SoftAuthenticator, door: str) -> None:
    asked = challenged(door)
    assert set(asked["methods"]) == {"webauthn", "recovery_codes"}
    assert len(asked["public_key"]["allowCredentials"]) == 1
    credential = key.get(asked["public_key"])
    given = answer(asked, credential=credential)
    assert given.status_code == 200, given.content
    assert set(given.json()) == DOORS[door][1]
    assert answer(asked, credential=credential).status_code == 401
    assert answer(challenged(door), credential=credential).status_code == 401


def test_a_security_key_that_verifies_nobody_is_a_second_factor_beside_the_password(key: SoftAuthenticator) -> None:
    key.verifies = False
    asked = challenged()
    assert answer(asked, credential=key.get(asked["public_key"])).status_code == 200


def test_no_other_key_is_taken(key: SoftAuthenticator) -> None:
    asked = challenged()
    for other in (
        SoftAuthenticator(),
        SoftAuthenticator(credential_id=key.credential_id, user_handle=key.user_handle),
        SoftAuthenticator(origin="http://localhost:8001", key=key.key, credential_id=key.credential_id),
    ):
        assert answer(asked, credential=other.get(asked["public_key"])).status_code == 401
    assert answer(asked, credential=key.get(asked["public_key"] | {"rpId": "example.org"})).status_code == 401
    assert answer(asked, credential=key.get(asked["public_key"])).status_code == 200


@pytest.mark.parametrize("door", ["/api/jwt/token/", "/api/login/"])
def test_the_sign_in_says_that_it_had_two_factors(app: AuthenticatorApp, door: str) -> None:
    client = Client()
    given = answer(challenged(door, client), client, code=app.code()).json()
    session = Session.objects.get(sid=claims_of(given["access"])["sid"])
    assert (session.amr, session.acr) == (["pwd", "otp", "mfa"], "2")
