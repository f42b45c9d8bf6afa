"""POST /api/passkey/: a passkey that verifies its owner opens every door, password or not (WebAuthn section 7.2)."""

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import Session, User
from accounts.services.door_challenges import TRIES
from accounts.services.guessing import LIMIT
from tests.accounts.conftest import claims_of
from tests.flows.second_factor.conftest import PASSWORDS, answer, challenged, opens, post
from tests.flows.second_factor.enrolment import enrol_app, enrol_key
from tests.soft_authenticator import SoftAuthenticator

PATH = "/api/passkey/"
GIVES = {
    "drf_token": {"token"},
    "jwt": {"access", "refresh"},
    "sliding": {"token"},
    "login": {"access", "refresh"},
}


def begin(**body: Any) -> Any:
    asked = post(PATH, body)
    assert asked.status_code == 200, asked.content
    assert set(asked.json()) == {"challenge", "public_key"}
    return asked.json()


def finish(asked: Any, key: SoftAuthenticator, client: Client | None = None) -> Any:
    return post(PATH, {"challenge": asked["challenge"], "credential": key.get(asked["public_key"])}, client)


@pytest.fixture
def passwordless(alice: User, key: SoftAuthenticator) -> SoftAuthenticator:
    """The passkey of an account that has no password."""
    alice.set_unusable_password()
    alice.save()
    return key


@pytest.mark.parametrize("door", GIVES)
def test_a_passkey_opens_the_door_that_was_asked_for(passwordless: SoftAuthenticator, door: str) -> None:
    client = Client()
    given = finish(begin(door=door), passwordless, client)
    assert given.status_code == 200, given.content
    assert "no-store" in given["Cache-Control"]
    assert set(given.json()) == GIVES[door]
    assert opens(given.json())
    assert ("sessionid" in client.cookies) == (door == "login")


def test_without_a_door_it_gives_a_pair(passwordless: SoftAuthenticator) -> None:
    assert set(finish(begin(), passwordless).json()) == GIVES["jwt"]


def test_the_options_name_nobody_and_ask_for_verification(passwordless: SoftAuthenticator) -> None:
    asked = begin()["public_key"]
    assert asked["userVerification"] == "required"
    assert asked["rpId"] == "localhost"
    assert not asked.get("allowCredentials")


@pytest.mark.parametrize("door", ["jwt", "login"])
def test_the_sign_in_counts_as_two_factors(passwordless: SoftAuthenticator, door: str) -> None:
    given = finish(begin(door=door), passwordless).json()
    session = Session.objects.get(sid=claims_of(given["access"])["sid"])
    assert (session.amr, session.acr) == (["hwk", "user", "mfa"], "2")


def test_a_key_that_verifies_nobody_signs_nobody_in(passwordless: SoftAuthenticator) -> None:
    passwordless.verifies = False
    assert finish(begin(), passwordless).status_code == 401


def test_a_challenge_is_good_once_and_for_one_answer(passwordless: SoftAuthenticator) -> None:
    asked, other = begin(), begin()
    assert post(PATH, other | {"credential": passwordless.get(asked["public_key"])}).status_code == 401
    assert finish(asked, passwordless).status_code == 200
    assert finish(asked, passwordless).status_code == 401


def test_a_challenge_lasts_five_minutes_and_five_tries(passwordless: SoftAuthenticator) -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        late, tried = begin(), begin()
        for _ in range(TRIES):
            assert finish(tried, SoftAuthenticator(user_handle=passwordless.user_handle)).status_code == 401
        assert finish(tried, passwordless).status_code == 401
    with time_machine.travel(now + timedelta(minutes=5), tick=False):
        assert finish(late, passwordless).status_code == 401


def test_challenges_of_the_two_addresses_are_not_exchanged(key: SoftAuthenticator) -> None:
    second = challenged()
    assert finish(second, key).status_code == 401
    first = begin()
    assert answer(first, credential=key.get(first["public_key"])).status_code == 401


def test_another_key_another_person_and_another_origin_are_refused(
    passwordless: SoftAuthenticator, bob_user_agent: Client
) -> None:
    bob = User.objects.get(username="bob")
    same: dict[str, Any] = {"key": passwordless.key, "credential_id": passwordless.credential_id}
    for other in (
        SoftAuthenticator(user_handle=passwordless.user_handle),
        SoftAuthenticator(user_handle=passwordless.user_handle, credential_id=passwordless.credential_id),
        SoftAuthenticator(user_handle=bob.subject.bytes, **same),
        SoftAuthenticator(user_handle=b"", **same),
        SoftAuthenticator(user_handle=str(bob.pk).encode(), **same),
        SoftAuthenticator(user_handle=passwordless.user_handle, origin="http://localhost:8001", **same),
        SoftAuthenticator(user_handle=passwordless.user_handle, origin="https://localhost:8000", **same),
    ):
        assert finish(begin(), other).status_code == 401


def test_a_disabled_account_is_refused(alice: User, passwordless: SoftAuthenticator) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert finish(begin(), passwordless).status_code == 401


def test_wrong_guesses_of_others_never_close_a_passkey(key: SoftAuthenticator) -> None:
    for _ in range(LIMIT + 1):
        post("/api/token/", PASSWORDS | {"password": "wrong"})
    assert post("/api/token/", PASSWORDS).status_code == 429
    assert finish(begin(), key).status_code == 200


def test_it_goes_on_where_the_password_doors_are_closed(key: SoftAuthenticator, settings: Any) -> None:
    settings.PASSWORD_DOORS = False
    assert finish(begin(), key).status_code == 200


def test_a_verified_address_comes_first_where_the_server_asks_for_one(key: SoftAuthenticator, settings: Any) -> None:
    settings.EMAIL_VERIFICATION = "mandatory"
    assert finish(begin(), key).status_code == 403


def test_an_account_with_an_app_signs_in_by_its_passkey_alone(user_agent: Client) -> None:
    key = SoftAuthenticator()
    enrol_app(user_agent)
    enrol_key(user_agent, key)
    assert finish(begin(), key).status_code == 200


@pytest.mark.parametrize(
    "body", [[], None, "x", {"door": "admin"}, {"door": 1}, {"challenge": "x"}, {"challenge": "x", "credential": []}]
)
def test_a_body_of_another_form_is_400(db: None, body: Any) -> None:
    assert Client().post(PATH, json.dumps(body), content_type="application/json").status_code == 400


def _responses() -> list[Any]:
    name = "AAAA"
    whole = {"id": name, "rawId": name, "type": "public-key"}
    data = {"clientDataJSON": "e30", "authenticatorData": "AAAA", "signature": "AAAA", "userHandle": "AAAA"}
    return [
        {},
        {"id": 1},
        {"id": name},
        {"rawId": None, "response": None},
        whole,
        whole | {"response": []},
        whole | {"response": {}},
        whole | {"response": data},
        whole | {"response": data | {"clientDataJSON": "bnVsbA"}},
        whole | {"response": data | {"clientDataJSON": "W10"}},
        whole | {"response": data | {"clientDataJSON": "!", "authenticatorData": 1}},
        whole | {"response": data | {"userHandle": "A" * 100_000}},
        whole | {"response": data | {"userHandle": None}},
        whole | {"type": "other", "response": data},
        whole | {"response": {"clientDataJSON": {"a": []}, "authenticatorData": [], "signature": {}}},
    ]


@pytest.mark.parametrize("number", range(len(_responses())))
def test_an_answer_that_no_authenticator_gives_is_401(key: SoftAuthenticator, number: int) -> None:
    response = _responses()[number]
    asked = begin()
    assert post(PATH, {"challenge": asked["challenge"], "credential": response}).status_code == 401
    assert answer(challenged(), credential=response).status_code == 401
    user_handle = key.get(asked["public_key"])["response"]["userHandle"]
    if isinstance(response.get("response"), dict):
        named = response | {"response": response["response"] | {"userHandle": user_handle}}
        assert post(PATH, {"challenge": asked["challenge"], "credential": named}).status_code == 401
