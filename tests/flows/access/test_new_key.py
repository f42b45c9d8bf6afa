"""API keys are made on a page: what may be ticked, the key shown once, and by nobody whose sign-in lies far back."""

import re
import shlex
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import ApiKey, AuditEvent, Session, User
from accounts.roles import Role
from accounts.services.roles import grant_role
from tests.flows.conftest import PASSWORD
from tests.flows.guarded_api.callers import nobody

NEW: str = "/account/keys/new/"
FORM: dict[str, Any] = {"name": "A backup", "scopes": ["todo:read"], "days": "30"}
KEY = re.compile(r"osk_[0-9A-Za-z]{38}")


def made(browser: Client, **changes: Any) -> str:
    """Make a key as the form does; return it."""
    answer = browser.post(NEW, FORM | changes)
    assert answer.status_code == 200, answer.content
    return KEY.findall(answer.content.decode())[0]


def test_a_key_opens_what_was_ticked_and_nothing_else(user_agent: Client) -> None:
    key = made(user_agent)
    assert nobody().get("/api/v1/todo/", x_api_key=key).status_code == 200
    assert nobody().get("/api/whoami/", x_api_key=key).status_code == 403


def test_the_key_is_in_one_answer_and_nowhere_after(user_agent: Client) -> None:
    answer = user_agent.post(NEW, FORM)
    (key,) = set(KEY.findall(answer.content.decode()))
    assert "no-store" in answer["Cache-Control"]
    kept = str([*ApiKey.objects.values(), *AuditEvent.objects.values(), dict(user_agent.session)])
    assert key not in kept
    for path in (NEW, "/account/access/", "/account/activity/"):
        assert key not in user_agent.get(path).content.decode()
    assert key not in str([(message.subject, message.body) for message in mail.outbox])


@pytest.mark.parametrize(
    ("scopes", "path"),
    [
        (["todo:read"], "/api/v1/todo/"),
        (["account:read", "todo:write"], "/api/"),
        (["todo:write"], "/api/status/"),
    ],
)
def test_the_line_to_paste_works(user_agent: Client, scopes: list[str], path: str) -> None:
    answer = user_agent.post(NEW, FORM | {"scopes": scopes}).content.decode()
    (line,) = re.findall(r"curl -H [^<]+", unescape(answer))
    program, flag, header, address = shlex.split(line)
    assert (program, flag) == ("curl", "-H")
    name, _, value = header.partition(": ")
    assert address == f"http://localhost:8000{path}"
    assert Client().get(path, headers={name: value}).status_code == 200


@pytest.mark.parametrize("days", [7, 30, 90, 365])
def test_it_ends_when_it_was_said_to(user_agent: Client, days: int) -> None:
    made(user_agent, days=str(days))
    left = ApiKey.objects.get().expires - timezone.now()
    assert timedelta(days=days, minutes=-1) < left <= timedelta(days=days)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": " "},
        {"name": "x" * 101},
        {"name": "a\x00b"},
        {"scopes": []},
        {"scopes": ["openid"]},
        {"scopes": ["admin:read"]},
        {"scopes": ["reports:read"]},
        {"scopes": ["todo:read", "no:such"]},
        {"scopes": ["\x00"]},
        {"days": ""},
        {"days": "0"},
        {"days": "366"},
        {"days": "-1"},
        {"days": "1e3"},
        {"days": "never"},
    ],
    ids=repr,
)
def test_anything_else_is_asked_again_and_makes_nothing(user_agent: Client, wrong: dict[str, Any]) -> None:
    answer = user_agent.post(NEW, FORM | wrong)
    assert answer.status_code == 400
    assert "errorlist" in answer.content.decode()
    assert not ApiKey.objects.exists()


def test_only_what_the_person_may_do_can_be_ticked(user_agent: Client, alice: User) -> None:
    assert 'value="reports:read"' not in user_agent.get(NEW).content.decode()
    grant_role(user=alice, role=Role.MANAGER)
    assert 'value="reports:read"' in user_agent.get(NEW).content.decode()
    assert nobody().get("/api/v1/reports/", x_api_key=made(user_agent, scopes=["reports:read"])).status_code == 200


def test_a_form_that_is_sent_twice_makes_one_key(user_agent: Client) -> None:
    made(user_agent)
    again = user_agent.post(NEW, FORM)
    assert again.status_code == 400
    assert "already" in again.content.decode()
    assert ApiKey.objects.count() == 1
    ApiKey.objects.update(revoked_at=timezone.now())
    made(user_agent)


def test_nobody_holds_more_keys_than_one_may(user_agent: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accounts.services.api_keys.MOST", 1)
    made(user_agent)
    answer = user_agent.post(NEW, FORM | {"name": "Another"})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert ApiKey.objects.count() == 1


def test_it_asks_for_a_recent_sign_in(user_agent: Client, alice: User) -> None:
    Session.objects.filter(user=alice).update(auth_time=timezone.now() - timedelta(hours=1))
    for answer in (user_agent.get(NEW), user_agent.post(NEW, FORM)):
        assert answer.headers["Location"].startswith("/accounts/reauthenticate/")
        assert not ApiKey.objects.exists()
    proved = user_agent.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": NEW})
    assert KEY.search(proved.content.decode()) or proved.headers["Location"] == NEW


def test_it_is_mailed_and_in_the_trail(
    user_agent: Client, alice: User, django_capture_on_commit_callbacks: Any
) -> None:
    alice.emailaddress_set.update_or_create(email=alice.email, defaults={"primary": True, "verified": True})  # type: ignore[attr-defined] # - allauth's
    with django_capture_on_commit_callbacks(execute=True):
        key = made(user_agent)
    assert key[:12] in str(mail.outbox[-1].body)
    assert AuditEvent.objects.filter(event="key_made", person=alice.audit_key).exists()
