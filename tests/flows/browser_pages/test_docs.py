"""The documentation of the API: every operation of the policy table, and what the reader may (contract: `/docs/`)."""

import re

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from accounts.services.roles import grant_role
from resources.policy import TABLE
from tests.flows.conftest import sign_in

VERDICT = re.compile(r"You may(?: not)?(?=</span>)")


def operation(page: str, path: str, method: str) -> str:
    """Return what the page says of one operation."""
    parts = page.split('<details class="operation"')[1:]
    return next(part for part in parts if f"<code>{path}</code>" in part and f">{method}</span>" in part)


@pytest.mark.django_db
def test_every_operation_of_the_policy_is_on_the_page_and_no_other() -> None:
    page = Client().get("/docs/").content.decode()
    shown = re.findall(r'<span class="method \w+">(\w+)</span>\s*<code>([^<]+)</code>', page)
    rows = [(method, path) for rule in TABLE for path in (rule.path, rule.also) if path for method in rule.methods]
    assert sorted(shown) == sorted(rows)


@pytest.mark.django_db
def test_who_is_not_signed_in_gets_no_verdict() -> None:
    assert not VERDICT.search(Client().get("/docs/").content.decode())


def test_what_a_person_may_is_what_the_api_decides(user_agent: Client, alice: User) -> None:
    page = user_agent.get("/docs/").content.decode()
    assert VERDICT.findall(operation(page, "/api/whoami/", "GET")) == ["You may"]
    assert VERDICT.findall(operation(page, "/api/manager-content/", "GET")) == ["You may not"]
    assert "This needs the role Manager." in operation(page, "/api/manager-content/", "GET")
    grant_role(user=alice, role=Role.MANAGER)
    page = sign_in(Client(), "alice").get("/docs/").content.decode()
    assert VERDICT.findall(operation(page, "/api/manager-content/", "GET")) == ["You may"]


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
def test_the_page_has_no_script_and_no_style_of_its_own() -> None:
    page = Client().get("/docs/").content.decode()
    assert not re.search(r"<script|<style|style=|onclick=", page)


@pytest.mark.django_db
def test_swagger_ui_starts_from_a_file_under_the_strict_policy() -> None:
    answer = Client().get("/docs/try/")
    assert not re.search(r"<script(?![^>]*src=)|<style|style=", answer.content.decode())
    assert "unsafe" not in answer["Content-Security-Policy"]
