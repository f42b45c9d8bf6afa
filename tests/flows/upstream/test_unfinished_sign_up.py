"""A sign-up by another provider that nobody finished is for nobody else (OWASP ASVS 5.0 section 7.2)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tests.flows.conftest import sign_in
from tests.flows.upstream.journey import START, Upstream

PAGE: Final = "/accounts/3rdparty/signup/"
FORM: Final = {"username": "second", "email": "second@example.net"}


@pytest.fixture
def waiting(upstream: Upstream) -> Client:
    """A browser that came from the provider and stopped at the page that asks for a name."""
    browser = Client()
    assert upstream.through(browser)["Location"] == PAGE
    return browser


def holds_nothing(browser: Client) -> bool:
    return not {"socialaccount_sociallogin", "provider_sign_up_since"} & set(browser.session.keys())


def test_it_waits_for_a_quarter_of_an_hour(waiting: Client) -> None:
    with time_machine.travel(timezone.now() + timedelta(minutes=14)):
        assert waiting.get(PAGE).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert waiting.post(PAGE, FORM)["Location"] == "/accounts/login/"
    assert not User.objects.filter(username="second").exists()
    assert holds_nothing(waiting)


def test_whoever_signs_in_there_ends_it(waiting: Client, alice: User) -> None:
    sign_in(waiting, "alice")
    assert holds_nothing(waiting)


def test_whoever_signs_up_there_without_the_provider_ends_it(waiting: Client) -> None:
    password = "correct horse battery staple"
    waiting.post("/accounts/signup/", {**FORM, "password1": password, "password2": password})
    assert waiting.get("/api/protected/").status_code == 200
    assert holds_nothing(waiting)


@pytest.mark.parametrize("step", ["a new beginning", "an answer that fails"])
def test_another_attempt_ends_it(waiting: Client, step: str) -> None:
    if step == "a new beginning":
        waiting.post(START)
    else:
        assert waiting.get(f"{START}callback/?code=x&state=none").status_code == 401
    assert holds_nothing(waiting)


def test_one_that_is_finished_leaves_nothing_behind(sign_up: Callable[..., Any]) -> None:
    browser = Client()
    sign_up(browser, "newcomer")
    assert holds_nothing(browser)
