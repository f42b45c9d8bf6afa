"""The documentation of the API: every operation of the policy table, and what the reader may (contract: `/docs/`)."""

import re
from html import unescape

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from accounts.services.roles import grant_role
from resources.policy import DESCRIBED
from tests.flows.conftest import sign_in

REFUSED = "You may not"


def operation(page: str, path: str, method: str) -> str:
    """Return what the page says of one operation."""
    parts = page.split('<details class="operation"')[1:]
    return next(part for part in parts if f"<code>{path}</code>" in part and f">{method}</span>" in part)


@pytest.mark.django_db
def test_every_operation_of_the_policy_is_on_the_page_and_no_other() -> None:
    page = Client().get("/docs/").content.decode()
    shown = re.findall(r'<span class="method \w+">(\w+)</span>\s*<code>([^<]+)</code>', page)
    rows = [(method, path) for rule in DESCRIBED for path in (rule.path, rule.also) if path for method in rule.methods]
    assert sorted(shown) == sorted(rows)


@pytest.mark.django_db
def test_who_is_not_signed_in_gets_no_verdict() -> None:
    assert REFUSED not in Client().get("/docs/").content.decode()


def test_what_a_person_may_not_is_what_the_api_decides(user_agent: Client, alice: User) -> None:
    page = user_agent.get("/docs/").content.decode()
    assert REFUSED not in operation(page, "/api/whoami/", "GET")
    assert REFUSED in operation(page, "/api/manager-content/", "GET")
    assert "This needs the role Manager." in operation(page, "/api/manager-content/", "GET")
    grant_role(user=alice, role=Role.MANAGER)
    page = sign_in(Client(), "alice").get("/docs/").content.decode()
    assert REFUSED not in operation(page, "/api/manager-content/", "GET")


def test_a_person_is_told_which_entries_are_theirs_in_the_words_of_the_map(user_agent: Client) -> None:
    page = user_agent.get("/docs/").content.decode()
    rows = {row["path"]: row["why"] for row in user_agent.get("/api/").json()["resources"]}
    for path, said in (("/api/v1/todo/", "Your own entries only."), ("/api/v1/employees/", "Your own record only.")):
        assert said in operation(page, path, "GET")
        assert said in rows[path]


@pytest.mark.django_db
def test_an_operation_says_who_with_which_scope_and_how_to_call_it() -> None:
    page = Client().get("/docs/").content.decode()
    shown = operation(page, "/api/v1/todo/", "POST")
    assert "Any user" in shown
    assert "<code>todo:write</code>" in shown
    assert "curl http://localhost:8000/api/v1/todo/" in shown
    assert "Authorization: Bearer $ACCESS" in shown
    assert "curl http://localhost:8000/api/token/" in operation(page, "/api/token/", "POST")
    assert "Authorization" not in operation(page, "/api/token/", "POST").split("<pre")[1]


@pytest.mark.django_db
def test_an_operation_shows_an_answer_and_who_may_never() -> None:
    page = unescape(Client().get("/docs/").content.decode())
    assert '"title": "Buy milk"' in operation(page, "/api/v1/todo/", "GET").split("Answer 200")[1]
    assert "closed to third-party applications" in operation(page, "/api/v1/users/", "GET")
    assert "none needed" in operation(page, "/api/status/", "GET")
    assert "roles: session, jwt, at most 15 min ago" in operation(page, "/api/v1/users/{id}/", "PATCH")
    assert "the caller's own; every entry for HR" in operation(page, "/api/v1/employees/", "GET")


@pytest.mark.django_db
def test_groups_have_headings_of_their_own_and_a_way_to_each() -> None:
    page = Client().get("/docs/").content.decode()
    for name, title in (("todo", "The to-do list"), ("reports", "Reports"), ("sign-in", "Signing in and out")):
        assert f'<a href="#group-{name}" lang="en">{title}</a>' in page
        assert f'<h2 id="group-{name}" lang="en">{title}</h2>' in page
    assert "Add a report" in page


@pytest.mark.django_db
def test_the_page_has_no_script_and_no_style_of_its_own() -> None:
    page = Client().get("/docs/").content.decode()
    assert not re.search(r"<script|<style|style=|onclick=", page)


@pytest.mark.django_db
def test_swagger_ui_starts_from_a_file_under_the_strict_policy() -> None:
    answer = Client().get("/docs/try/")
    assert not re.search(r"<script(?![^>]*src=)|<style|style=", answer.content.decode())
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert '<a href="/docs/">' in answer.content.decode()
