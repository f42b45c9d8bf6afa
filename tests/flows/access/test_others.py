"""Nobody ends what is another's, and no token of a third party reaches these pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import ApiKey, AuditEvent, DrfToken, Session, User
from oauth_server.protocol.models import Consent, Grant
from tests.flows.access.buttons import ACCESS, END
from tests.flows.guarded_api.callers import drf_token_of, jwt_of, with_header
from tests.flows.oauth import RelyingParty
from tests.flows.the_switch.holdings import Holdings

PAGES = [ACCESS, f"{ACCESS}keys/", f"{ACCESS}not-me/", "/account/activity/", "/account/keys/new/"]
MALFORMED = ["", "0", "-1", "1.5", "a", "\x00", "9" * 18, "9" * 400, "\u0661", "1 or 1=1", "\u2066x"]


def _everything() -> list[Any]:
    ended = [
        list(Grant.objects.order_by("pk").values_list("pk", "revoked_at")),
        list(Session.objects.order_by("pk").values_list("pk", "ended_at")),
        list(ApiKey.objects.order_by("pk").values_list("pk", "revoked_at")),
        list(DrfToken.objects.values_list("pk", "revoked_at")),
        list(Consent.objects.order_by("pk").values_list("pk", "scope")),
    ]
    return [*ended, AuditEvent.objects.exclude(event__in=["sign_in_refused"]).count()]


@pytest.fixture
def others(held: Holdings, bob_user_agent: Client) -> Client:
    """Bob's browser; Alice holds everything."""
    return bob_user_agent


def test_what_is_anothers_is_not_found_and_stays(held: Holdings, others: Client) -> None:
    before = _everything()
    named: dict[str, Any] = {
        "grant": Grant.objects.filter(user=held.user),
        "sign-in": Session.objects.filter(user=held.user),
        "key": ApiKey.objects.filter(user=held.user),
    }
    for what, rows in named.items():
        assert rows.exists()
        for row in rows:
            assert others.post(END, {"what": what, "which": str(row.pk)}).status_code == 404
    assert others.post(END, {"what": "application", "which": held.web.client_id}).status_code == 404
    assert _everything() == before


def test_the_end_of_all_ends_ones_own_alone(held: Holdings, others: Client) -> None:
    before = _everything()
    for what in ("applications", "devices", "actors", "other-browsers", "mobiles", "token", "keys"):
        assert others.post(END, {"what": what}).status_code == 303
    assert _everything() == before


@pytest.mark.parametrize("what", ["application", "grant", "sign-in", "key", "all", "", "\x00", "ENDINGS"])
def test_anything_else_is_not_found(user_agent: Client, what: str) -> None:
    for which in MALFORMED:
        assert user_agent.post(END, {"what": what, "which": which}).status_code == 404
    assert user_agent.post(END, {"what": [what, what], "which": ["1", "2"]}).status_code == 404


def test_only_a_post_ends_anything(user_agent: Client) -> None:
    assert [getattr(user_agent, method)(END).status_code for method in ("get", "put", "delete")] == [405] * 3


def test_without_the_csrf_token_nothing_ends(alice: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(alice)
    for path in (END, f"{ACCESS}not-me/", "/account/keys/new/"):
        assert browser.post(path, {"what": "token"}).status_code == 403


@pytest.mark.parametrize("path", PAGES)
def test_nobody_is_led_to_the_sign_in_page(db: None, path: str) -> None:
    assert Client().get(path).headers["Location"] == f"/accounts/login/?next={path}"


def test_who_signs_in_to_end_something_comes_to_the_page(db: None) -> None:
    assert Client().post(END, {"what": "token"}).headers["Location"] == f"/accounts/login/?next={ACCESS}"


@pytest.mark.parametrize("path", [*PAGES, END])
def test_no_token_reaches_them(path: str, alice: User, web: RelyingParty, user_agent: Client) -> None:
    tokens = web.tokens(user_agent, scope="openid account:read todo:read offline_access")
    callers: list[Callable[[], Any]] = [
        lambda: with_header(f"Bearer {tokens['access_token']}"),
        lambda: jwt_of("alice"),
        lambda: drf_token_of("alice"),
    ]
    for caller in callers:
        for method in ("get", "post"):
            answer = getattr(caller(), method)(path)
            assert answer.status_code in (302, 403, 405), (path, method, answer.status_code)
            assert (
                "location" not in {name.lower() for name in answer.headers} or "/accounts/login/" in answer["Location"]
            )


def test_the_page_names_nothing_of_anothers(held: Holdings, others: Client) -> None:
    shown = others.get(ACCESS).content.decode()
    assert "No application acts for you" in shown
    assert held.web.application.name not in shown
    assert "alice" not in shown
