"""prompt, max_age and auth_time (OpenID Connect Core section 3.1.2.1)."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.flows.conftest import PASSWORD, sign_in
from tests.flows.oauth import RelyingParty, allow, answer_of, claims_of

pytestmark = pytest.mark.spec("OpenID Connect Core section 3.1.2.1")


def test_prompt_none_without_a_sign_in_is_login_required(web: RelyingParty) -> None:
    assert answer_of(Client().get("/o/authorize/", web.request(prompt="none")))["error"] == "login_required"


def test_prompt_none_without_consent_is_consent_required(user_agent: Client, web: RelyingParty) -> None:
    assert answer_of(user_agent.get("/o/authorize/", web.request(prompt="none")))["error"] == "consent_required"


def test_prompt_none_after_consent_is_a_silent_code(user_agent: Client, web: RelyingParty) -> None:
    web.tokens(user_agent)
    assert "code" in answer_of(user_agent.get("/o/authorize/", web.request(prompt="none")))


def test_prompt_none_never_leads_to_an_unregistered_address(user_agent: Client, web: RelyingParty) -> None:
    request = web.request(prompt="none", redirect_uri="https://evil.example.org/")
    assert user_agent.get("/o/authorize/", request).status_code == 400


@pytest.mark.parametrize("prompt", ["consent", "select_account"])
def test_a_prompt_for_a_page_shows_it_although_consent_is_remembered(
    user_agent: Client, web: RelyingParty, prompt: str
) -> None:
    web.tokens(user_agent)
    assert user_agent.get("/o/authorize/", web.request(prompt=prompt))["Location"].startswith("/consent/")


def test_prompt_create_shows_the_sign_up_page(web: RelyingParty) -> None:
    response = Client().get("/o/authorize/", web.request(prompt="create"))
    assert response["Location"].startswith("/accounts/signup/?next=")


def _sign_in_again(user_agent: Client, response: Any) -> dict[str, str]:
    assert response["Location"].startswith("/accounts/reauthenticate/?next="), response["Location"]
    return allow(user_agent, user_agent.post(response["Location"], {"password": PASSWORD}))


def test_prompt_login_asks_for_the_password_again_and_moves_auth_time(web: RelyingParty, alice: Any) -> None:
    start = timezone.now().replace(microsecond=0)
    with time_machine.travel(start, tick=True):
        user_agent = sign_in(Client(), "alice")
    with time_machine.travel(start + timedelta(minutes=10), tick=True):
        answer = _sign_in_again(user_agent, user_agent.get("/o/authorize/", web.request(prompt="login")))
        id_token = web.exchange(user_agent, answer["code"]).json()["id_token"]
    assert claims_of(id_token)["auth_time"] >= (start + timedelta(minutes=10)).timestamp()


def test_auth_time_is_that_of_this_sign_in_and_not_of_the_latest(web: RelyingParty, alice: Any) -> None:
    start = timezone.now().replace(microsecond=0)
    with time_machine.travel(start, tick=True):
        first = sign_in(Client(), "alice")
    with time_machine.travel(start + timedelta(minutes=10), tick=True):
        sign_in(Client(), "alice")
        claims = claims_of(web.tokens(first)["id_token"])
    assert claims["auth_time"] < (start + timedelta(minutes=1)).timestamp()


def test_max_age_in_reach_is_silent_and_past_it_asks_again(web: RelyingParty, alice: Any) -> None:
    start = timezone.now().replace(microsecond=0)
    with time_machine.travel(start, tick=True):
        user_agent = sign_in(Client(), "alice")
        web.tokens(user_agent)
    with time_machine.travel(start + timedelta(seconds=60), tick=True):
        assert "code" in answer_of(user_agent.get("/o/authorize/", web.request(max_age="10000")))
        silent = user_agent.get("/o/authorize/", web.request(max_age="1", prompt="none"))
        assert answer_of(silent)["error"] == "login_required"
        assert "code" in _sign_in_again(user_agent, user_agent.get("/o/authorize/", web.request(max_age="1")))


def test_login_hint_fills_the_name_in(web: RelyingParty) -> None:
    user_agent = Client()
    response = user_agent.get("/o/authorize/", web.request(login_hint="alice"))
    assert b'value="alice"' in user_agent.get(response["Location"]).content
