"""Which hint signs out at once, and which only leads to the question (RP-Initiated Logout section 2)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import User
from oauth_server.protocol.models import Application, SigningKey
from oauth_server.protocol.tokens import jws
from oauth_server.vocabulary import MediaType, SigningAlgorithm
from tests.flows.conftest import sign_in
from tests.flows.oauth import RelyingParty, claims_of

pytestmark = pytest.mark.spec("OpenID Connect RP-Initiated Logout 1.0 section 2")
AFTER: Final = "https://app.example.org/signed-out"


@pytest.fixture
def rp(register: Callable[..., RelyingParty]) -> RelyingParty:
    return register(post_logout_redirect_uris=AFTER)


def is_signed_in(user_agent: Client) -> bool:
    return bool(user_agent.get("/api/whoami/").status_code == 200)


def led_to_the_question(user_agent: Client, response: Any) -> None:
    assert response.status_code == 200
    assert "hidden" in response.context
    assert is_signed_in(user_agent)


def test_a_hint_is_good_after_its_end(user_agent: Client, rp: RelyingParty) -> None:
    hint = rp.tokens(user_agent)["id_token"]
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        assert claims_of(hint)["exp"] < timezone.now().timestamp()
        answer = user_agent.get("/o/logout/", {"id_token_hint": hint, "post_logout_redirect_uri": AFTER})
        assert answer["Location"] == AFTER
        assert not is_signed_in(user_agent)


def test_a_hint_of_a_pairwise_client_is_of_this_sign_in(
    user_agent: Client, register: Callable[..., RelyingParty]
) -> None:
    rp = register(subject_type="pairwise", post_logout_redirect_uris=AFTER)
    hint = rp.tokens(user_agent)["id_token"]
    assert user_agent.get("/o/logout/", {"id_token_hint": hint}).status_code == 200
    assert not is_signed_in(user_agent)


@pytest.mark.parametrize("algorithm", list(SigningAlgorithm), ids=str)
def test_a_hint_outlives_the_publication_of_its_key(
    user_agent: Client, register: Callable[..., RelyingParty], algorithm: SigningAlgorithm
) -> None:
    rp = register(post_logout_redirect_uris=AFTER, id_token_signed_response_alg=algorithm)
    hint = rp.tokens(user_agent)["id_token"]
    call_command("rotate_signing_key", "--now", "--algorithm", algorithm)
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        kids = {key["kid"] for key in user_agent.get("/.well-known/jwks.json").json()["keys"]}
        assert SigningKey.objects.filter(algorithm=algorithm).exclude(kid__in=kids).count() == 1
        assert user_agent.get("/o/logout/", {"id_token_hint": hint}).status_code == 200
        assert not is_signed_in(user_agent)


def test_a_hint_under_a_withdrawn_key_is_none(user_agent: Client, rp: RelyingParty) -> None:
    hint = rp.tokens(user_agent)["id_token"]
    kid = SigningKey.objects.get(algorithm="RS256").kid
    call_command("rotate_signing_key", revoke=kid, json=True)
    assert user_agent.get("/o/logout/", {"id_token_hint": hint}).status_code == 400
    assert is_signed_in(user_agent)
    assert timedelta(days=settings.SESSION_ABSOLUTE_DAYS) <= settings.SIGNING_KEY_HINT_LIFETIME


def test_a_hint_of_another_person_never_signs_this_one_out(
    user_agent: Client, bob_user_agent: Client, rp: RelyingParty
) -> None:
    hint = rp.tokens(bob_user_agent)["id_token"]
    led_to_the_question(user_agent, user_agent.get("/o/logout/", {"id_token_hint": hint}))
    assert is_signed_in(bob_user_agent)


@pytest.mark.parametrize("sid", [str(uuid4()), None, "", 7, ["a"]], ids=["unknown", "none", "empty", "number", "list"])
def test_an_unknown_sid_leads_to_the_question(user_agent: Client, rp: RelyingParty, sid: Any) -> None:
    claims = {**claims_of(rp.tokens(user_agent)["id_token"]), "sid": sid}
    hint = jws.sign(claims, typ=MediaType.ID_TOKEN, algorithm=SigningAlgorithm.RS256)
    led_to_the_question(user_agent, user_agent.get("/o/logout/", {"id_token_hint": hint}))


def test_the_hint_of_an_earlier_sign_in_of_the_same_person_leads_to_the_question(alice: User, rp: RelyingParty) -> None:
    browser = sign_in(Client(), "alice")
    hint = rp.tokens(browser)["id_token"]
    browser.post("/accounts/logout/")
    sign_in(browser, "alice")
    led_to_the_question(browser, browser.get("/o/logout/", {"id_token_hint": hint}))


def test_the_hint_of_a_disabled_client_leads_nowhere(user_agent: Client, rp: RelyingParty) -> None:
    hint = rp.tokens(user_agent)["id_token"]
    Application.objects.filter(pk=rp.application.pk).update(enabled=False)
    refused = user_agent.get("/o/logout/", {"id_token_hint": hint, "post_logout_redirect_uri": AFTER})
    assert refused.status_code == 400
    assert is_signed_in(user_agent)


@pytest.mark.parametrize("hints", [{"logout_hint": "alice"}, {"ui_locales": "de fr"}, {"unknown": "x"}])
def test_hints_about_person_and_language_are_taken(user_agent: Client, rp: RelyingParty, hints: dict[str, str]) -> None:
    hint = rp.tokens(user_agent)["id_token"]
    parameters = {"id_token_hint": hint, "post_logout_redirect_uri": AFTER, **hints}
    assert user_agent.get("/o/logout/", parameters)["Location"] == AFTER


@pytest.mark.parametrize("name", ["id_token_hint", "client_id", "post_logout_redirect_uri", "state"])
def test_what_is_sent_twice_is_refused(user_agent: Client, rp: RelyingParty, name: str) -> None:
    good = {
        "id_token_hint": rp.tokens(user_agent)["id_token"],
        "client_id": rp.client_id,
        "post_logout_redirect_uri": AFTER,
        "state": "s",
    }
    response = user_agent.get("/o/logout/", {**good, name: [good[name], good[name]]})
    assert response.status_code == 400
    assert is_signed_in(user_agent)


def test_somebody_who_is_signed_out_already_goes_straight_back(user_agent: Client, rp: RelyingParty) -> None:
    hint = rp.tokens(user_agent)["id_token"]
    user_agent.post("/accounts/logout/")
    parameters = {"id_token_hint": hint, "post_logout_redirect_uri": AFTER, "state": "s"}
    assert user_agent.get("/o/logout/", parameters)["Location"] == f"{AFTER}?state=s"
