"""Who is asked for a second factor and has none sets one up, or goes back without (RFC 9470 section 5)."""

import json
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from accounts.models import User
from tests.flows.oauth import RelyingParty, allow, answer_of, claims_of
from tests.flows.second_factor.enrolment import FACTORS, confirm, js_data
from tests.soft_authenticator import AuthenticatorApp, SoftAuthenticator

OFFER: Final = "/accounts/2fa/offer/"
UNMET: Final = "unmet_authentication_requirements"

pytestmark = pytest.mark.usefixtures("at_commit")


def offered(user_agent: Client, web: RelyingParty, **changes: str) -> tuple[Any, str]:
    """Ask for level 2; return the page that offers to set a second factor up, and where it comes back to."""
    response = user_agent.get("/o/authorize/", web.request(acr_values="2", **changes))
    assert response["Location"].startswith(f"{OFFER}?next="), response["Location"]
    page = user_agent.get(response["Location"])
    assert page.status_code == 200
    return page, parse_qs(urlsplit(response["Location"]).query)["next"][0]


@pytest.mark.spec("RFC 9470 section 5")
def test_the_app_that_is_set_up_on_the_way_answers_the_request(user_agent: Client, web: RelyingParty) -> None:
    page, onwards = offered(user_agent, web)
    assert "A web application" in page.content.decode()
    confirm(user_agent)
    setting_up = user_agent.get(f"{FACTORS}totp/activate/", {"next": onwards})
    app = AuthenticatorApp(setting_up.context["form"].secret)
    done = user_agent.post(f"{FACTORS}totp/activate/", {"code": app.code(), "next": onwards})
    codes = user_agent.get(done["Location"])
    assert codes.context["continue_to"] == onwards
    answer = allow(user_agent, user_agent.get(onwards))
    claims = claims_of(web.exchange(user_agent, answer["code"]).json()["id_token"])
    assert claims["acr"] == "2"


@pytest.mark.spec("RFC 9470 section 5")
def test_the_key_that_is_added_on_the_way_is_asked_for(user_agent: Client, web: RelyingParty) -> None:
    _, onwards = offered(user_agent, web)
    confirm(user_agent)
    options = js_data(user_agent.get(f"{FACTORS}webauthn/add/", {"next": onwards}))["creation_options"]["publicKey"]
    form = {"name": "A key", "credential": json.dumps(SoftAuthenticator().create(options)), "next": onwards}
    done = user_agent.post(f"{FACTORS}webauthn/add/", form)
    assert user_agent.get(done["Location"]).context["continue_to"] == onwards
    assert user_agent.get(onwards)["Location"].startswith("/accounts/2fa/webauthn/reauthenticate/?next=")


@pytest.mark.spec("RFC 9470 section 5")
def test_who_goes_back_without_one_brings_the_error(user_agent: Client, web: RelyingParty) -> None:
    page, _ = offered(user_agent, web)
    assert answer_of(user_agent.get(page.context["without"]))["error"] == UNMET


def test_an_app_that_is_set_up_for_its_own_sake_raises_nothing(alice: User, user_agent: Client) -> None:
    confirm(user_agent)
    app = AuthenticatorApp(user_agent.get(f"{FACTORS}totp/activate/").context["form"].secret)
    user_agent.post(f"{FACTORS}totp/activate/", {"code": app.code()})
    assert alice.sessions.get(ended_at=None).acr == "1"


@pytest.mark.parametrize("onwards", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "", "\x00"])
def test_nobody_is_led_off_this_server(user_agent: Client, onwards: str) -> None:
    assert user_agent.get(OFFER, {"next": onwards})["Location"] == FACTORS
    confirm(user_agent)
    assert user_agent.get(f"{FACTORS}totp/activate/", {"next": onwards}).context["continue_to"] == ""


def test_recovery_codes_are_shown_once(user_agent: Client) -> None:
    confirm(user_agent)
    app = AuthenticatorApp(user_agent.get(f"{FACTORS}totp/activate/").context["form"].secret)
    codes = user_agent.post(f"{FACTORS}totp/activate/", {"code": app.code()})["Location"]
    first, second = (user_agent.get(codes) for _ in range(2))
    shown = first.context["unused_codes"]
    assert len(shown) == 10
    assert all(code in first.content.decode() for code in shown)
    assert not any(code in second.content.decode() for code in shown)
    assert user_agent.get(f"{codes}download/").status_code == 403
