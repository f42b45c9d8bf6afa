"""A browser in which somebody signed in guesses on a count of its own, until the switch ends that (ASVS 5.0 6.3.1)."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from accounts.services.guessing import LIMIT
from tests.flows.conftest import PASSWORD, sign_in
from tests.flows.guarded_api.callers import jwt_of, nobody
from tests.flows.guessing.doors import DOORS, NEW, WRONG
from tests.flows.second_factor.enrolment import enrol_key
from tests.soft_authenticator import SoftAuthenticator


@pytest.fixture(autouse=True)
def at_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what waits for the commit run at once: a test's own transaction never commits."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda function, **_: function())


def by_page(browser: Client) -> None:
    assert DOORS["change-page"](browser, PASSWORD).status_code == 302


def by_api(browser: Client) -> None:
    assert DOORS["change-api"](browser, PASSWORD).status_code == 200


def by_second_factor(browser: Client) -> None:
    enrol_key(browser, SoftAuthenticator())


CHANGES = {"page": by_page, "api": by_api, "second-factor": by_second_factor}


def is_looked_at(device: str) -> bool:
    """Whether a wrong password is looked at in the browser of this cookie: else the guesses are spent."""
    browser = Client()
    browser.cookies["device"] = device
    body = {"username": "alice", "password": WRONG}
    answer = browser.post("/api/token/", body, content_type="application/json")
    assert answer.status_code in {401, 429}
    return bool(answer.status_code == 401)


def spend_all() -> None:
    for _ in range(LIMIT):
        assert nobody().post("/api/token/", {"username": "alice", "password": WRONG}).status_code == 401


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_switch_ends_every_known_browser_but_ones_own(alice: User, change: Callable[[Client], None]) -> None:
    own = sign_in(Client(), "alice")
    others = [sign_in(Client(), "alice").cookies["device"].value for _ in range(3)]
    before = own.cookies["device"].value
    change(own)
    spend_all()
    assert [is_looked_at(device) for device in (*others, before)] == [False] * 4
    assert is_looked_at(own.cookies["device"].value)


def test_until_then_a_stranger_closes_no_known_browser(alice: User) -> None:
    known = sign_in(Client(), "alice").cookies["device"].value
    spend_all()
    assert is_looked_at(known)


def test_a_change_by_a_program_makes_no_browser_known(alice: User) -> None:
    changed = jwt_of("alice").post("/api/password/change/", {"old_password": PASSWORD, "new_password": NEW})
    assert changed.status_code == 200
    assert "device" not in changed.cookies
