"""What the page of everything with access says of each thing."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Session, User
from oauth_server.protocol.models import Grant, RefreshToken
from tests.flows.access.buttons import ACCESS, offered, press, said
from tests.flows.acting.acting import status
from tests.flows.conftest import PASSWORD, sign_in
from tests.flows.guarded_api.callers import drf_key_of, jwt_pair_of, nobody
from tests.flows.oauth import RelyingParty
from tests.flows.rfc8628.device import begin, decide

OFFLINE = "openid todo:read offline_access"


def shown(browser: Client, path: str = ACCESS) -> str:
    """Return the words of a page."""
    return " ".join(unescape(browser.get(path).content.decode()).split())


def test_an_application_is_one_row_whatever_it_holds(user_agent: Client, web: RelyingParty) -> None:
    for scope in ("openid", "openid todo:read", OFFLINE):
        web.tokens(user_agent, scope=scope)
    buttons = list(offered(user_agent))
    assert [what for what, _ in buttons].count("application") == 1
    assert [what for what, _ in buttons].count("grant") == 3
    page = shown(user_agent)
    assert "<li>See your to-do list</li>" in page
    assert "Also while you are away" in page
    assert "Unverified" in page


def test_an_online_one_is_not_said_to_act_while_one_is_away(user_agent: Client, web: RelyingParty) -> None:
    web.tokens(user_agent, scope="openid todo:read")
    assert "Also while you are away" not in shown(user_agent)


def test_a_verified_one_says_so(user_agent: Client, web: RelyingParty) -> None:
    web.application.hosts_verified = True
    web.application.save()
    web.tokens(user_agent)
    assert "Verified</span>" in shown(user_agent)


def test_what_is_capped_is_not_said(user_agent: Client, web: RelyingParty) -> None:
    web.tokens(user_agent, scope="openid todo:read account:read")
    web.application.cap_scopes = "openid account:read"
    web.application.save()
    page = shown(user_agent)
    assert "See your to-do list" not in page
    assert "See how you are signed in" in page


def test_a_remembered_consent_is_a_row_and_goes_with_it(user_agent: Client, web: RelyingParty) -> None:
    web.tokens(user_agent, scope="openid todo:read")
    press(user_agent, "grant", Grant.objects.get().pk)
    assert "not in use now, but you allowed it before" in shown(user_agent)
    answer = press(user_agent, "application", web.client_id)
    assert said(user_agent, answer).startswith("<bdi>A web application</bdi> can no longer act for you.")
    assert "No application acts for you" in shown(user_agent)
    assert user_agent.get("/o/authorize/", web.request(prompt="none"))["Location"].count("consent_required") == 1


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "\u202eevil", "x" * 255])
def test_a_name_is_text_and_stays_in_its_place(
    register: Callable[..., RelyingParty], user_agent: Client, name: str
) -> None:
    party = register(name=name)
    party.tokens(user_agent)
    page = user_agent.get(ACCESS).content.decode()
    assert "<script>alert" not in page
    assert "<script>alert" not in said(user_agent, press(user_agent, "application", party.client_id))


def test_a_dead_grant_is_not_shown(user_agent: Client, web: RelyingParty) -> None:
    web.tokens(user_agent, scope=OFFLINE)
    RefreshToken.objects.get_queryset().update(expires=timezone.now())
    assert "grant" not in {what for what, _ in offered(user_agent)}
    assert "not in use now" in shown(user_agent)


def test_browsers_are_told_apart(user_agent: Client, alice: User) -> None:
    firefox = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
    sign_in(Client(headers={"user-agent": firefox}, REMOTE_ADDR="203.0.113.9"), "alice")
    page = shown(user_agent)
    assert "Firefox on Windows" in page
    assert "203.0.113.9" in page
    assert page.count("This device") == 1
    mine = Session.objects.get(sid=user_agent.session["sid"])
    assert ("sign-in", str(mine.pk)) not in set(offered(user_agent))


def test_the_address_is_that_of_the_last_use(user_agent: Client, alice: User) -> None:
    long_ago = timezone.now() - timedelta(minutes=6)
    Session.objects.filter(user=alice).update(last_used=long_ago)
    user_agent.get("/", REMOTE_ADDR="203.0.113.77")
    assert "203.0.113.77" in shown(user_agent)


def test_what_is_over_is_not_shown(user_agent: Client, alice: User) -> None:
    sign_in(Client(), "alice")
    jwt_pair_of("alice")
    drf_key_of("alice")
    others = Session.objects.filter(user=alice).exclude(sid=user_agent.session["sid"])
    others.update(expires=timezone.now())
    alice.drf_token.created = timezone.now() - timedelta(days=366)
    alice.drf_token.save()
    assert {what for what, _ in offered(user_agent)} == set()


def test_a_device_is_shown_with_what_it_may_do(user_agent: Client, television: RelyingParty) -> None:
    device = begin(television, scope="openid todo:read offline_access")
    decide(user_agent, device)
    assert "Television" not in shown(user_agent)
    device.poll()
    page = shown(user_agent)
    assert 'id="devices"' in page
    assert "Television" in page
    assert "No application acts for you" in page


def test_who_acts_for_me_is_shown_and_stopped(acting: dict[str, Any], alice: User) -> None:
    browser = sign_in(Client(), "alice")
    page = shown(browser)
    assert "An administrator acts for you right now" in page
    assert "<bdi>adam</bdi>" in page
    assert "The help desk" in page
    assert status(acting["access_token"]) == 200
    (pk,) = [which for what, which in offered(browser) if what == "grant"]
    press(browser, "grant", pk)
    assert status(acting["access_token"]) == 401
    assert "acts for you right now" not in shown(browser)


def test_all_who_act_for_me_are_stopped_at_once(administrator: Any, acting: dict[str, Any], alice: User) -> None:
    second = administrator.act_for(alice).json()["access_token"]
    browser = sign_in(Client(), "alice")
    press(browser, "actors")
    assert [status(acting["access_token"]), status(second)] == [401, 401]
    assert status(administrator.token) == 200


def test_a_kind_has_a_page_of_its_own(user_agent: Client, alice: User) -> None:
    pairs = [jwt_pair_of("alice") for _ in range(25)]
    page = shown(user_agent)
    assert "Show all 25" in page
    assert page.count("Unknown program") == 5
    assert shown(user_agent, f"{ACCESS}mobiles/").count("Unknown program") == 20
    assert shown(user_agent, f"{ACCESS}mobiles/?page=2").count("Unknown program") == 5
    oldest = Session.objects.filter(session_key=None).order_by("pk")[0]
    form = {"what": "sign-in", "which": oldest.pk, "back": "mobiles"}
    assert user_agent.post("/account/access/end/", form)["Location"] == f"{ACCESS}mobiles/"
    refreshed = [nobody().post("/api/jwt/token/refresh/", {"refresh": pair["refresh"]}) for pair in pairs[:2]]
    assert [answer.status_code for answer in refreshed] == [401, 200]


def test_back_leads_nowhere_else(user_agent: Client) -> None:
    form = {"what": "token", "back": "https://evil.example/"}
    assert user_agent.post("/account/access/end/", form)["Location"] == ACCESS


@pytest.mark.parametrize("kind", ["nothing", "not-a-kind", "Keys"])
def test_there_is_no_page_of_another_kind(user_agent: Client, kind: str) -> None:
    assert user_agent.get(f"{ACCESS}{kind}/").status_code == 404


def test_no_cache_keeps_the_page(user_agent: Client) -> None:
    for path in (ACCESS, f"{ACCESS}keys/", "/account/activity/", "/account/keys/new/"):
        assert "no-store" in user_agent.get(path)["Cache-Control"]


def test_a_password_is_not_asked_again_to_end_one_thing(user_agent: Client, alice: User) -> None:
    Session.objects.filter(user=alice).update(auth_time=timezone.now() - timedelta(days=1))
    drf_key_of("alice")
    assert said(user_agent, press(user_agent, "token")) == "The API token was ended."
    assert PASSWORD not in shown(user_agent)


def test_the_usual_address_of_sessions_leads_to_the_browsers(user_agent: Client) -> None:
    response = user_agent.get("/accounts/sessions/", follow=True)
    assert response.redirect_chain == [("/account/access/browsers/", 302)]
    assert response.status_code == 200
