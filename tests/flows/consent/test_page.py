"""What the consent page says before a person decides (OpenID Connect Core section 3.1.2.4)."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from accounts.services.roles import grant_role
from oauth_server.console.claim_words import CLAIM_WORDS
from oauth_server.protocol.claims import CLAIMS
from oauth_server.protocol.models import Application
from tests.flows.conftest import PASSWORD
from tests.flows.oauth import RelyingParty, allow, answer_of, decided

pytestmark = pytest.mark.spec("OpenID Connect Core section 3.1.2.4")
Register = Callable[..., RelyingParty]


def asked(user_agent: Client, party: RelyingParty, **changes: str) -> Any:
    """Return the consent page for a request."""
    page = user_agent.get("/o/authorize/", party.request(**changes), follow=True)
    assert page.templates[0].name == "oauth/consent.html", page.content
    return page


def said(page: Any) -> str:
    """Return the words of a page, without markup."""
    return " ".join(re.sub(r"<[^>]*>", " ", page.content.decode()).split())


@pytest.fixture
def dora(db: None) -> User:
    """A developer."""
    return User.objects.create_user("dora", "dora@example.org", PASSWORD, first_name="Dora", last_name="Doe")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Made by the administrators of this server."),
        ({"registration_source": "dcr"}, "It registered itself. Nobody here has checked who is behind this name."),
        ({"hosts_verified": True}, "Verified by the administrators of this server."),
    ],
    ids=["administrators", "itself", "verified"],
)
def test_the_page_says_who_made_the_application_and_who_vouches_for_it(
    user_agent: Client, register: Register, fields: dict[str, Any], words: str
) -> None:
    page = asked(user_agent, register(**fields))
    assert words in said(page)
    assert ("Unverified, registered" in said(page)) == ("hosts_verified" not in fields)


def test_a_developer_is_named_and_an_administrator_is_one_of_the_administrators(
    user_agent: Client, register: Register, dora: User
) -> None:
    party = register(user=dora)
    assert "Made by Dora Doe (dora) , who has an account here." in said(asked(user_agent, party))
    grant_role(user=dora, role=Role.ADMIN)
    assert "Made by the administrators of this server." in said(asked(user_agent, party))


def test_the_page_says_how_young_an_unverified_application_is(user_agent: Client, web: RelyingParty) -> None:
    Application.objects.update(created=timezone.now() - timedelta(minutes=5, seconds=2))
    assert "Unverified, registered 5 minutes ago." in said(asked(user_agent, web)).replace("\xa0", " ")


def test_the_page_says_what_of_it_the_person_can_do_today_and_why(
    alice: User, user_agent: Client, web: RelyingParty
) -> None:
    scope = "employees:read reports:read"
    assert "Read employee records Today: your own record only." in said(asked(user_agent, web, scope=scope))
    grant_role(user=alice, role=Role.HR)
    words = said(asked(user_agent, web, scope=scope))
    assert "Read employee records Today: every record, because you are HR." in words
    assert "Nothing today: it needs the role Manager, which you do not have." in words


def test_what_is_new_stands_apart_from_what_was_allowed_before(user_agent: Client, web: RelyingParty) -> None:
    first = said(asked(user_agent, web, scope="openid todo:read"))
    assert "asks to act for you" in first
    assert "As you allowed before" not in first
    web.tokens(user_agent, scope="openid todo:read")
    more = said(asked(user_agent, web, scope="openid todo:read todo:write"))
    assert "asks for more access" in more
    assert more.index("New: it could") < more.index("Change your to-do list") < more.index("As you allowed before")
    again = said(asked(user_agent, web, scope="openid todo:read", prompt="consent"))
    assert "asks to act for you again" in again
    assert "New: it could" not in again


def test_the_page_says_whether_it_may_act_while_the_person_is_away(user_agent: Client, register: Register) -> None:
    party = register(refresh_absolute_lifetime=timedelta(days=7))
    assert "It may act only until you sign out here." in said(asked(user_agent, party))
    away = said(asked(user_agent, party, scope="openid offline_access"))
    assert (
        "It may act while you are away , also after you sign out, until you take its access back, at most 7 d" in away
    )


def test_the_page_names_the_single_claims_that_are_asked_for(user_agent: Client, web: RelyingParty) -> None:
    claims = '{"userinfo": {"given_name": null, "email": null}, "id_token": {"family_name": {"essential": true}}}'
    page = asked(user_agent, web, scope="openid email", claims=claims)
    assert "See your name and user name This time it asks only for your first name and your last name." in said(page)
    assert said(page).count("This time it asks only") == 1, "what the scope gives is asked for as a whole"


def test_every_claim_has_its_words() -> None:
    assert list(CLAIM_WORDS) == [name for name, *_ in CLAIMS]


def test_the_two_ways_out_are_of_one_weight(user_agent: Client, web: RelyingParty) -> None:
    buttons = re.findall(
        r'<button class="([^"]*)" type="submit" name="decision"', asked(user_agent, web).content.decode()
    )
    assert buttons == ["button plain", "button plain"]


def test_privacy_and_terms_are_links_that_tell_nothing(user_agent: Client, register: Register) -> None:
    urls = {"privacy_url": "https://app.example.org/privacy", "terms_url": "https://app.example.org/terms"}
    page = asked(user_agent, register(website="https://app.example.org/", **urls)).content.decode()
    links = re.findall(r'<a href="https://app\.example\.org/[^"]*"\s+rel="([^"]*)"', page)
    assert len(links) == 3
    assert all("noopener" in rel and "noreferrer" in rel for rel in links)


def test_not_you_leads_to_the_request_as_somebody_else(
    user_agent: Client, web: RelyingParty, bob_user_agent: Client
) -> None:
    page = asked(user_agent, web)
    left = user_agent.post(page.context["switch_account_url"])
    assert left["Location"].startswith("/o/authorize/?")
    assert "/accounts/login/" in user_agent.get(left["Location"])["Location"]
    assert "Signed in as bob" in said(bob_user_agent.get(left["Location"], follow=True))


def test_cancelling_tells_the_application_and_remembers_nothing(user_agent: Client, web: RelyingParty) -> None:
    response = user_agent.get("/o/authorize/", web.request())
    assert answer_of(decided(user_agent, response, decision="deny"))["error"] == "access_denied"
    assert "asks to act for you again" not in said(asked(user_agent, web))


@pytest.mark.parametrize("posted", [{}, {"decision": "\0"}, {"decision": ["allow", "deny"]}, {"scope": "x" * 9000}])
def test_a_decision_that_is_none_is_a_refusal(user_agent: Client, web: RelyingParty, posted: dict[str, Any]) -> None:
    response = user_agent.get("/o/authorize/", web.request(scope="todo:read"))
    request_uri = user_agent.get(response["Location"]).context["hidden"]["request_uri"]
    told = user_agent.post("/consent/", {"request_uri": request_uri, **posted})
    assert told.status_code == 303
    assert answer_of(user_agent.get(told["Location"]))["error"] == "access_denied"


def test_what_was_allowed_on_the_page_is_what_is_given(user_agent: Client, web: RelyingParty) -> None:
    response = user_agent.get("/o/authorize/", web.request(scope="openid profile todo:read offline_access"))
    answer = allow(user_agent, response, scopes=["todo:read"])
    assert web.exchange(Client(), answer["code"]).json()["scope"] == "openid todo:read"


def test_whose_sign_in_ended_meanwhile_comes_back_to_the_request(user_agent: Client, web: RelyingParty) -> None:
    page = asked(user_agent, web)
    reference = page.context["hidden"]["request_uri"]
    user_agent.logout()
    left = user_agent.post("/consent/", {"request_uri": reference, "decision": "allow"})
    assert left["Location"].startswith("/accounts/login/?next=")
    assert reference in unquote(unquote(left["Location"]))
    assert len(user_agent.post("/consent/", {"request_uri": "x" * 9000})["Location"]) < 1000
