"""Several browsers press buttons at the same moment: what was named ends once, and nobody sees a server error."""

from collections import Counter
from collections.abc import Callable
from typing import Final

import pytest
from django.test import Client

from accounts.models import ApiKey, AuditEvent, Session, User
from oauth_server.protocol.models import Consent, Grant
from tests.accounts.test_races import at_once
from tests.flows.access.buttons import END
from tests.flows.conftest import sign_in
from tests.flows.guarded_api.callers import drf_key_of, jwt_pair_of
from tests.flows.oauth import RelyingParty

BROWSERS: Final = 4


def together(browsers: list[Client], press: Callable[[Client], int]) -> Counter[str]:
    """Let every browser press at once; count the statuses."""
    waiting = list(browsers)
    return at_once(lambda: str(press(waiting.pop())), len(browsers))


@pytest.fixture
def browsers(transactional_db: None, alice: User) -> list[Client]:
    """Browsers in all of which Alice is signed in."""
    return [sign_in(Client(raise_request_exception=False), "alice") for _ in range(BROWSERS)]


@pytest.mark.parametrize("what", ["application", "applications", "grant", "keys", "key", "mobiles", "token"])
def test_what_several_browsers_end_at_once_ends_once(
    transactional_db: None, browsers: list[Client], web: RelyingParty, what: str
) -> None:
    web.tokens(browsers[0], scope="openid todo:read offline_access")
    browsers[0].post("/account/keys/new/", {"name": "A key", "scopes": ["todo:read"], "days": "7"})
    jwt_pair_of("alice"), drf_key_of("alice")
    named = {"application": web.client_id, "grant": Grant.objects.get().pk, "key": ApiKey.objects.get().pk}
    form = {"what": what, "which": str(named.get(what, ""))}
    assert together(browsers, lambda browser: browser.post(END, form).status_code) == {"303": BROWSERS}
    ended = ("grants_revoked", "key_revoked", "token_revoked", "session_ended")
    assert AuditEvent.objects.filter(event__in=ended).count() == 1
    assert Consent.objects.exists() is (what not in ("application", "applications"))


def test_browsers_that_sign_each_other_out_leave_at_most_one(browsers: list[Client]) -> None:
    form = {"what": "other-browsers"}
    answers = together(browsers, lambda browser: browser.post(END, form).status_code)
    assert set(answers) <= {"302", "303"}
    assert Session.objects.filter(ended_at=None).count() <= 1


def test_it_was_not_me_in_every_browser_at_once(browsers: list[Client]) -> None:
    answers = together(browsers, lambda browser: browser.post("/account/access/not-me/").status_code)
    assert set(answers) <= {"302", "303"}
    assert not Session.objects.filter(ended_at=None).exists()


def test_a_form_that_is_sent_by_all_makes_a_key_each_at_most(browsers: list[Client]) -> None:
    form = {"name": "A key", "scopes": ["todo:read"], "days": "7"}
    answers = together(browsers, lambda browser: browser.post("/account/keys/new/", form).status_code)
    assert set(answers) <= {"200", "400"}
    assert 1 <= ApiKey.objects.count() <= BROWSERS
