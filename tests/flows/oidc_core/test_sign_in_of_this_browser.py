"""A new sign-in that a request asks for is one in the browser that came with it (OpenID Connect Core 3.1.2.1)."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.flows.conftest import PASSWORD, sign_in
from tests.flows.oauth import RelyingParty, allow

pytestmark = pytest.mark.spec("OpenID Connect Core section 3.1.2.1")
AGAIN = "/accounts/reauthenticate/"


def _stored(user_agent: Client, web: RelyingParty, changes: dict[str, str], *, pushed: bool) -> str:
    """Come with a request first, as somebody who leads another to it does; return the address that continues it."""
    if pushed:
        address = web.pushed(Client(), **changes)
        user_agent.get(address)
        return address
    page = user_agent.get("/o/authorize/", web.request(**changes))["Location"]
    return parse_qs(urlsplit(page).query)["next"][0]


@pytest.mark.parametrize("changes", [{"prompt": "login"}, {"max_age": "0"}], ids=["prompt", "max_age"])
@pytest.mark.parametrize("pushed", [True, False], ids=["pushed", "stored"])
def test_that_another_browser_came_first_lets_no_earlier_sign_in_count(
    web: RelyingParty, alice: Any, changes: dict[str, str], *, pushed: bool
) -> None:
    address = _stored(Client(), web, changes, pushed=pushed)
    user_agent = sign_in(Client(), "alice")
    response = user_agent.get(address)
    assert response["Location"].startswith(AGAIN)
    assert "code" in allow(user_agent, user_agent.post(response["Location"], {"password": PASSWORD}))


def test_a_sign_in_in_another_browser_is_none_in_this_one(web: RelyingParty, user_agent: Client) -> None:
    address = web.pushed(Client(), prompt="login")
    assert user_agent.get(address)["Location"].startswith(AGAIN)
    sign_in(Client(), "alice")
    assert user_agent.get(address)["Location"].startswith(AGAIN)


def test_who_was_not_signed_in_signs_in_once(web: RelyingParty, alice: Any) -> None:
    user_agent = Client()
    page = user_agent.get("/o/authorize/", web.request(prompt="login"))["Location"]
    assert page.startswith("/accounts/login/")
    assert "code" in allow(user_agent, user_agent.post(page, {"login": "alice", "password": PASSWORD}))


def test_a_cookie_that_is_not_ours_counts_for_nothing(web: RelyingParty, user_agent: Client) -> None:
    user_agent.cookies["arrivals"] = "ü; forged"
    assert user_agent.get(web.pushed(Client(), prompt="login"))["Location"].startswith(AGAIN)


def test_of_many_requests_the_newest_are_remembered(web: RelyingParty, user_agent: Client) -> None:
    addresses = [web.pushed(Client(), prompt="login") for _ in range(11)]
    for address in addresses:
        user_agent.get(address)
    user_agent.post(AGAIN, {"password": PASSWORD})
    assert user_agent.get(addresses[0])["Location"].startswith(AGAIN)
    assert user_agent.get(addresses[10])["Location"].startswith("/consent/")
