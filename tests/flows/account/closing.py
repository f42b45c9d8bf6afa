"""Closing an account, and the browser that can still open it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

from django.test import Client

from accounts.models import User
from tests.flows.conftest import PASSWORD
from tests.flows.guarded_api.callers import Caller
from tests.flows.guarded_api.keys import key_of

PAGE = "/account/delete/"
CONFIRMED = {"username": "alice"}
LATER = timedelta(days=15)
Mailed = Callable[..., AbstractContextManager[Any]]


def close(user_agent: Client, name: str = "alice") -> Any:
    answer = user_agent.post(PAGE, {"username": name})
    assert (answer.status_code, answer["Location"]) == (302, "/"), answer.content
    return answer


def leaving(login: str = "alice") -> Client:
    """Return a browser whose person has signed in to an account that they are deleting."""
    browser = Client()
    assert browser.post("/accounts/login/", {"login": login, "password": PASSWORD})["Location"] == PAGE
    return browser


def state(user: User) -> dict[str, Any]:
    return dict(User.objects.values().get(pk=user.pk))


def api_key_of(name: str) -> Caller:
    return key_of(name, ["account:read"])
