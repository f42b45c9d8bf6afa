"""A new account on the way to a client (Initiating User Registration via OpenID Connect)."""

import pytest
from django.test import Client

from tests.flows.oauth import RelyingParty, allow

pytestmark = pytest.mark.spec("Prompt Create section 4.1")


def test_somebody_new_signs_up_and_lands_at_the_client(web: RelyingParty) -> None:
    user_agent = Client()
    page = user_agent.get("/o/authorize/", web.request(prompt="create"))["Location"]
    assert page.startswith("/accounts/signup/?next=")
    password = "a long enough secret of carol"
    form = {"username": "carol", "email": "carol@example.org", "password1": password, "password2": password}
    signed_up = user_agent.post(page, form)
    assert "code" in allow(user_agent, signed_up)


def test_somebody_signed_in_sees_as_whom_before_the_client_hears(user_agent: Client, web: RelyingParty) -> None:
    web.tokens(user_agent)
    page = user_agent.get("/o/authorize/", web.request(prompt="create"))["Location"]
    assert page.startswith("/consent/")
    text = user_agent.get(page).content.decode()
    assert "Not you?" in text
    assert "alice" in text


@pytest.mark.spec("Prompt Create section 4.2")
def test_the_metadata_lists_it(db: None) -> None:
    document = Client().get("/.well-known/openid-configuration").json()
    assert set(document["prompt_values_supported"]) == {"none", "login", "consent", "select_account", "create"}
