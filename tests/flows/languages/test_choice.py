"""Which language and theme a page has: the person's choice, then the browser's cookie, then what it accepts."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from tests.flows.conftest import PASSWORD, sign_in

GERMAN = {"accept-language": "de-AT,de;q=0.9,en;q=0.5"}
PAGES = ["/", "/accounts/login/", "/docs/", "/nowhere/", "/o/authorize/", "/o/logout/"]


def attribute(page: Any, name: str) -> str:
    """Return an attribute of the page's root element."""
    root = re.search(r"<html[^>]*>", page.content.decode())
    assert root
    found = re.search(rf'\b{name}="([^"]*)"', root[0])
    return found[1] if found else ""


def language(page: Any) -> str:
    return attribute(page, "lang")


def choose(client: Client, **chosen: str) -> Any:
    response = client.post("/preferences/", chosen)
    assert response.status_code == 303
    return response


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_a_browser_is_answered_in_the_first_language_it_accepts(client: Client, path: str) -> None:
    response = client.get(path, headers=GERMAN)
    assert language(response) == response["Content-Language"][:2] == "de"
    assert language(client.get(path, headers={"accept-language": "fr"})) == "en"


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_kept_for_a_reader_of_another_language(client: Client, path: str) -> None:
    response = client.get(path)
    assert {"no-store", "private"} & {part.strip() for part in response["Cache-Control"].split(",")}
    assert {"Accept-Language", "Cookie"} <= {part.strip() for part in response["Vary"].split(",")}


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_a_visitor_chooses_on_any_page_and_the_browser_keeps_it(client: Client, path: str) -> None:
    response = choose(client, language="de", next=path)
    assert response["Location"] == path
    choose(client, theme="dark")
    page = client.get(path, headers={"accept-language": "en"})
    assert (language(page), attribute(page, "data-theme")) == ("de", "dark")
    choose(client, theme="")
    assert "data-theme" not in client.get(path).content.decode()


def test_a_person_finds_the_choice_again_in_every_browser(user_agent: Client, alice: User) -> None:
    choose(user_agent, language="de", theme="dark")
    alice.refresh_from_db()
    assert (alice.locale, alice.theme) == ("de", "dark")
    elsewhere = sign_in(Client(), "alice")
    for path in ("/", "/nowhere/"):
        page = elsewhere.get(path)
        assert (language(page), attribute(page, "data-theme")) == ("de", "dark")


def test_what_a_person_chose_counts_before_what_the_browser_keeps(alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(locale="en", theme="light")
    browser = Client()
    choose(browser, language="de", theme="dark")
    page = sign_in(browser, "alice").get("/", headers=GERMAN)
    assert (language(page), attribute(page, "data-theme")) == ("en", "light")


@pytest.mark.parametrize("locale", ["", "fr", "xx-nonsense", "de\x1f", "-" * 35])
def test_a_language_of_a_person_that_there_is_not_is_none(user_agent: Client, alice: User, locale: str) -> None:
    User.objects.filter(pk=alice.pk).update(locale=locale)
    assert language(user_agent.get("/", headers=GERMAN)) == "de"


def test_a_finer_tag_of_the_same_language_stays(user_agent: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(locale="de-AT")
    assert language(user_agent.get("/")) == "de"
    choose(user_agent, language="de")
    alice.refresh_from_db()
    assert alice.locale == "de-AT"


@pytest.mark.parametrize(
    "asked",
    [
        {"language": "fr"},
        {"language": ""},
        {"language": "de\x00"},
        {"theme": "pink"},
        {"language": "de", "theme": "x" * 9000},
        {"language": ["de", "xx"]},
    ],
    ids=["unknown", "empty", "nul", "no-theme", "long", "repeated"],
)
def test_what_nobody_can_choose_is_refused_and_changes_nothing(
    user_agent: Client, alice: User, asked: dict[str, Any]
) -> None:
    response = user_agent.post("/preferences/", asked)
    assert response.status_code == 400
    assert b"<h1" in response.content
    alice.refresh_from_db()
    assert (alice.locale, alice.theme) == ("", "")
    assert settings.LANGUAGE_COOKIE_NAME not in response.cookies


@pytest.mark.django_db
@pytest.mark.parametrize(
    "target",
    [
        "",
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "x\x00",
        "/\n/evil",
    ],
)
def test_the_way_back_stays_on_this_origin(client: Client, target: str) -> None:
    location = client.post("/preferences/", {"language": "de", "next": target})["Location"]
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))
    assert "\n" not in location


def test_a_choice_is_made_by_post_with_the_token_of_its_form(alice: User) -> None:
    browser = sign_in(Client(enforce_csrf_checks=False), "alice")
    browser.handler.enforce_csrf_checks = True
    assert browser.post("/preferences/", {"language": "de"}).status_code == 403
    assert browser.get("/preferences/", {"language": "de"}).status_code == 405
    alice.refresh_from_db()
    assert alice.locale == ""


@pytest.mark.django_db
def test_the_next_request_of_the_same_thread_does_not_inherit_a_language(client: Client) -> None:
    assert language(client.get("/", headers=GERMAN)) == "de"
    assert language(client.get("/", headers={"host": "evil.example.org"})) == "en"


def test_signing_out_leaves_the_browser_as_it_was_chosen_in_it(user_agent: Client) -> None:
    choose(user_agent, language="de", theme="dark")
    user_agent.post("/accounts/logout/")
    page = user_agent.get("/accounts/login/")
    assert (language(page), attribute(page, "data-theme")) == ("de", "dark")
    assert PASSWORD.encode() not in page.content
