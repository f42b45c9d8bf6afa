"""The language that a client wishes for the pages of its request (`ui_locales`)."""

import pytest
from django.test import Client

from accounts.models import User
from tests.flows.conftest import PASSWORD
from tests.flows.languages.test_choice import choose, language
from tests.flows.oauth import RelyingParty, allow, answer_of

pytestmark = pytest.mark.spec("OpenID Connect Core section 3.1.2.1")


def test_the_pages_of_the_request_speak_the_first_language_that_there_is(alice: User, web: RelyingParty) -> None:
    browser = Client()
    page = browser.get("/o/authorize/", web.request(ui_locales="fr-CA de-CH en"), follow=True)
    assert page.request["PATH_INFO"] == "/accounts/login/"
    assert language(page) == "de"
    signed_in = {"login": "alice", "password": PASSWORD, "next": page.context["redirect_field_value"]}
    to_consent = browser.get(browser.post("/accounts/login/", signed_in)["Location"])
    assert language(browser.get(to_consent["Location"])) == "de"
    allow(browser, to_consent)
    assert language(browser.get("/")) == "en"


def test_it_holds_for_a_pushed_request_too(user_agent: Client, web: RelyingParty) -> None:
    assert language(user_agent.get(web.pushed(Client(), ui_locales="de"), follow=True)) == "de"


def test_what_the_person_chose_counts_before_it(user_agent: Client, alice: User, web: RelyingParty) -> None:
    choose(user_agent, language="en")
    assert language(user_agent.get("/o/authorize/", web.request(ui_locales="de"), follow=True)) == "en"
    del user_agent.cookies["language"]
    assert language(user_agent.get("/o/authorize/", web.request(ui_locales="de"), follow=True)) == "en"


def test_the_next_request_has_its_own_wish_or_none(user_agent: Client, web: RelyingParty) -> None:
    assert language(user_agent.get("/o/authorize/", web.request(ui_locales="de"), follow=True)) == "de"
    assert language(user_agent.get("/o/authorize/", web.request(), follow=True)) == "en"


@pytest.mark.parametrize(
    "wish", ["", " ", "\x00", "xx", "de" * 3000, "- -", "*", "x " * 500], ids=lambda wish: repr(wish)[:9]
)
def test_a_wish_that_nobody_can_fulfil_is_none(user_agent: Client, web: RelyingParty, wish: str) -> None:
    response = user_agent.get("/o/authorize/", web.request(ui_locales=wish), follow=True)
    assert response.status_code in {200, 400}
    assert language(response) == "en"


def test_an_error_page_speaks_it(client: Client, web: RelyingParty) -> None:
    response = client.get("/o/authorize/", {"client_id": "none", "ui_locales": "de"})
    assert (response.status_code, language(response)) == (400, "de")


@pytest.mark.spec("OpenID Connect RP-Initiated Logout section 2")
def test_the_sign_out_page_speaks_it(user_agent: Client) -> None:
    assert language(user_agent.get("/o/logout/", {"ui_locales": "de fr"})) == "de"


def test_every_language_of_the_pages_is_told(client: Client) -> None:
    known = client.get("/.well-known/openid-configuration").json()["ui_locales_supported"]
    assert {"en", "de"} <= set(known)


def test_a_refusal_is_told_to_the_client_in_english(user_agent: Client, web: RelyingParty) -> None:
    answers = [
        answer_of(
            user_agent.get(
                "/o/authorize/", web.request(scope="none", ui_locales=wish), headers={"accept-language": wish}
            )
        )
        for wish in ("en", "de")
    ]
    assert answers[0]["error_description"] == answers[1]["error_description"]
    assert answers[1]["error_description"].isascii()
