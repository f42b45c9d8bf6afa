"""The device page: the code, the confirmation, the decision, and who may make it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent, GuessCounter, User
from accounts.services.guessing import LIMIT
from oauth_server.console import device as device_page
from oauth_server.protocol.models import Consent, DeviceGrant, Grant
from tests.flows.conftest import PASSWORD, sign_in
from tests.flows.oauth import RelyingParty
from tests.flows.rfc8628.device import (
    PAGE,
    begin,
    confirmation,
    decide,
    path_of,
    shown_on,
    signed_in_long_ago,
)

NOT_GOOD = "This code is not good"


@pytest.mark.spec("RFC 8628 section 3.3")
@pytest.mark.parametrize("address", [PAGE, f"{PAGE}?user_code=BCDF-GHJK", f"{PAGE}?shown=x"])
def test_nobody_decides_without_signing_in_and_then_comes_back(client: Client, db: None, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 302
    assert path_of(response) == "/accounts/login/"
    assert parse_qs(urlsplit(response["Location"]).query)["next"] == [address]


@pytest.mark.spec("RFC 8628 section 3.3")
def test_the_toolkit_s_address_leads_to_the_page(client: Client, db: None) -> None:
    response = client.get("/o/device/?user_code=BCDF-GHJK")
    assert (response.status_code, response["Location"]) == (302, "/device?user_code=BCDF-GHJK")


@pytest.mark.spec("RFC 8628 section 6.1")
def test_a_code_is_found_however_it_is_typed(television: RelyingParty, user_agent: Client) -> None:
    code = begin(television).user_code
    for typed in (code, code.lower(), code.replace("-", ""), f" {code.replace('-', ' ').lower()} "):
        assert user_agent.get(confirmation(user_agent, typed)).status_code == 200


@pytest.mark.spec("RFC 8628 section 3.3")
def test_the_confirmation_says_who_asks_when_from_where_and_for_what(
    television: RelyingParty, user_agent: Client
) -> None:
    begin(television)
    DeviceGrant.objects.all().delete()
    agent = "Mozilla/5.0 (Linux; Android 14; BRAVIA) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36"
    form = {"client_id": television.client_id, "scope": "openid todo:read"}
    answer = Client(REMOTE_ADDR="203.0.113.9", HTTP_USER_AGENT=agent).post(
        "/o/device-authorization/",
        "&".join(f"{name}={value.replace(' ', '+')}" for name, value in form.items()),
        content_type="application/x-www-form-urlencoded",
    )
    code = answer.json()["user_code"]
    page = user_agent.get(confirmation(user_agent, code)).content.decode()
    for words in (
        "<bdi>Television</bdi>", "Unverified", code, "203.0.113.9", "not the address of this browser",
        "Chrome on Android", "now", "Know who you are on this server", "See your to-do list",
        "Did you start this, on a device in front of you?", "until you sign out",
    ):  # fmt: skip
        assert words in page, words


@pytest.mark.spec("RFC 8628 section 3.3")
def test_both_answers_weigh_the_same(television: RelyingParty, user_agent: Client) -> None:
    page = user_agent.get(confirmation(user_agent, begin(television).user_code)).content.decode()
    buttons = [line for line in page.splitlines() if 'name="decision"' in line]
    assert len(buttons) == 2
    assert all('class="button plain"' in button for button in buttons)


@pytest.mark.spec("RFC 8628 section 3.3.1")
def test_the_complete_address_shows_the_code_and_decides_nothing(television: RelyingParty, user_agent: Client) -> None:
    device = begin(television, scope="openid")
    address = device.answer["verification_uri_complete"].removeprefix("http://localhost:8000")
    page = user_agent.get(address, follow=True)
    assert device.user_code in page.content.decode()
    assert device.error() == "authorization_pending"
    form = {"shown": shown_on(page), "decision": "allow", "scope": ["openid"]}
    assert "You can go back to your device" in user_agent.post(PAGE, form, follow=True).content.decode()
    assert device.poll().status_code == 200


@pytest.mark.spec("RFC 8628 section 5.4")
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_link_of_another_site_only_fills_the_code_in(television: RelyingParty, user_agent: Client, site: str) -> None:
    code, counters = begin(television).user_code, GuessCounter.objects.count()
    for typed in (code, "BCDF-GHJK"):
        page = user_agent.get(PAGE, {"user_code": typed}, headers={"sec-fetch-site": site})
        assert page.status_code == 200
        assert f'value="{typed}"' in page.content.decode()
        assert "decision" not in page.content.decode()
    assert GuessCounter.objects.count() == counters


@pytest.mark.spec("RFC 8628 section 5.4")
def test_remembered_consent_is_never_silent_and_none_is_kept(
    kiosk: RelyingParty, user_agent: Client, alice: User
) -> None:
    kiosk.application.skip_authorization = True
    kiosk.application.save()
    Consent.objects.create(user=alice, application=kiosk.application, scope="openid")
    device = begin(kiosk, scope="openid account:read")
    page = user_agent.get(confirmation(user_agent, device.user_code))
    assert "Did you start this" in page.content.decode()
    assert device.error() == "authorization_pending"
    decide(user_agent, device)
    assert Consent.objects.get().scope == "openid"


@pytest.mark.spec("RFC 8628 section 5.4")
def test_an_old_sign_in_is_proved_again_first(television: RelyingParty, user_agent: Client) -> None:
    device = begin(television, scope="openid")
    page = user_agent.get(confirmation(user_agent, device.user_code))
    signed_in_long_ago(user_agent)
    for response in (
        user_agent.get(PAGE),
        user_agent.post(PAGE, {"user_code": device.user_code}),
        user_agent.post(PAGE, {"shown": shown_on(page), "decision": "allow", "scope": "openid"}),
    ):
        assert response.status_code == 303
        assert path_of(response) == "/accounts/reauthenticate/"
    assert device.error() == "authorization_pending"
    back = parse_qs(urlsplit(response["Location"]).query)["next"][0]
    proved = user_agent.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": back})
    assert (proved.status_code, proved["Location"]) == (302, back)
    again = user_agent.get(back)
    form = {"shown": shown_on(again), "decision": "allow", "scope": "openid"}
    assert "You can go back" in user_agent.post(PAGE, form, follow=True).content.decode()
    assert device.poll().status_code == 200


@pytest.mark.spec("RFC 8628 section 5.4")
def test_a_decision_is_bound_to_the_sign_in_that_saw_the_page(
    television: RelyingParty, user_agent: Client, bob_user_agent: Client
) -> None:
    device = begin(television, scope="openid")
    page = user_agent.get(confirmation(user_agent, device.user_code))
    form = {"shown": shown_on(page), "decision": "allow", "scope": "openid"}
    other_browser = sign_in(Client(), "alice")
    for browser in (bob_user_agent, other_browser):
        response = browser.post(PAGE, form, follow=True)
        assert "This code is not good any more" in response.content.decode()
        assert browser.get(PAGE, {"shown": form["shown"]}).status_code == 400
    assert device.error() == "authorization_pending"
    assert not Grant.objects.exists()


@pytest.mark.spec("RFC 8628 section 5.4")
@pytest.mark.parametrize("decision", ["allow", "deny"])
def test_whoever_decides_first_decides(
    television: RelyingParty, user_agent: Client, bob_user_agent: Client, alice: User, decision: str
) -> None:
    device = begin(television, scope="openid")
    late = bob_user_agent.get(confirmation(bob_user_agent, device.user_code))
    decide(user_agent, device, decision)
    form = {"shown": shown_on(late), "decision": "allow", "scope": "openid"}
    response = bob_user_agent.post(PAGE, form, follow=True)
    assert "This code is not good any more" in response.content.decode()
    assert DeviceGrant.objects.get().user == alice
    assert NOT_GOOD in bob_user_agent.post(PAGE, {"user_code": device.user_code}).content.decode()
    assert Grant.objects.filter(user__username="bob").count() == 0


@pytest.mark.spec("RFC 8628 section 5.4")
def test_a_decision_is_not_changed_afterwards(television: RelyingParty, user_agent: Client) -> None:
    device = begin(television, scope="openid")
    page = user_agent.get(confirmation(user_agent, device.user_code))
    form = {"shown": shown_on(page), "decision": "deny"}
    assert "You did not allow it" in user_agent.post(PAGE, form, follow=True).content.decode()
    user_agent.post(PAGE, form | {"decision": "allow", "scope": "openid"})
    assert device.error() == "access_denied"


@pytest.mark.spec("RFC 8628 section 3.3")
@pytest.mark.parametrize("decision", [None, "", "yes", "Allow"])
def test_what_is_no_decision_decides_nothing(
    television: RelyingParty, user_agent: Client, decision: str | None
) -> None:
    device = begin(television, scope="openid")
    page = user_agent.get(confirmation(user_agent, device.user_code))
    form: dict[str, Any] = {"shown": shown_on(page), "scope": "openid"} | ({"decision": decision} if decision else {})
    response = user_agent.post(PAGE, form)
    assert response.status_code == 303
    assert device.error() == "authorization_pending"


@pytest.mark.spec("RFC 6749 section 3.3")
def test_what_was_unticked_is_not_given(television: RelyingParty, user_agent: Client) -> None:
    device = begin(television, scope="openid profile todo:read todo:write")
    decide(user_agent, device, scopes=["openid", "todo:read", "admin:read", "employees:read"])
    assert device.poll().json()["scope"] == "openid todo:read"


@pytest.mark.spec("RFC 6749 section 3.3")
def test_allowing_nothing_is_not_allowing(television: RelyingParty, user_agent: Client) -> None:
    device = begin(television, scope="todo:read")
    page = decide(user_agent, device, scopes=[])
    assert "You did not allow it" in page.content.decode()
    assert device.error() == "access_denied"


@pytest.mark.spec("RFC 6749 section 3.3")
def test_what_the_client_may_not_get_any_more_is_not_given(television: RelyingParty, user_agent: Client) -> None:
    device = begin(television, scope="openid todo:read")
    television.application.scopes = "openid"
    television.application.save()
    decide(user_agent, device, scopes=["openid", "todo:read"])
    assert device.poll().json()["scope"] == "openid"


@pytest.mark.spec("RFC 8628 section 3.3")
@pytest.mark.parametrize("change", [{"enabled": False}, {"grant_types": "authorization_code"}])
def test_a_client_that_may_not_any_more_is_not_let_in(
    television: RelyingParty, user_agent: Client, change: dict[str, Any]
) -> None:
    device = begin(television, scope="openid")
    address = confirmation(user_agent, device.user_code)
    for name, value in change.items():
        setattr(television.application, name, value)
    television.application.save()
    assert user_agent.get(address).status_code == 400


@pytest.mark.spec("RFC 8628 section 5.1")
def test_wrong_codes_are_counted_by_person(television: RelyingParty, user_agent: Client, alice: User) -> None:
    code = begin(television).user_code
    for number in range(LIMIT):
        response = user_agent.post(PAGE, {"user_code": "BCDF-GHJK"}, REMOTE_ADDR=f"10.0.0.{number}")
        assert NOT_GOOD in response.content.decode()
    response = user_agent.post(PAGE, {"user_code": code}, REMOTE_ADDR="192.0.2.1")
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert user_agent.get(PAGE, {"user_code": code}, REMOTE_ADDR="192.0.2.1").status_code == 429
    assert AuditEvent.objects.filter(event="guesses_spent", person=alice.audit_key).count() == 1


@pytest.mark.spec("RFC 8628 section 5.1")
def test_wrong_codes_are_counted_by_address_over_people(
    television: RelyingParty, user_agent: Client, bob_user_agent: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(device_page.LIMITS, device_page.BY_ADDRESS, 2)
    for _ in range(2):
        user_agent.post(PAGE, {"user_code": "BCDF-GHJK"})
    assert bob_user_agent.post(PAGE, {"user_code": begin(television).user_code}).status_code == 429


@pytest.mark.spec("RFC 8628 section 5.1")
def test_right_codes_spend_no_guess(television: RelyingParty, user_agent: Client) -> None:
    code = begin(television).user_code
    for _ in range(LIMIT + 5):
        assert confirmation(user_agent, code)


@pytest.mark.spec("RFC 8628 section 3.3")
@pytest.mark.parametrize("minutes", [10, 11])
def test_an_expired_code_is_like_an_unknown_one(television: RelyingParty, user_agent: Client, minutes: int) -> None:
    device = begin(television, scope="openid")
    address = confirmation(user_agent, device.user_code)
    with time_machine.travel(timezone.now() + timedelta(minutes=minutes, seconds=1), tick=False):
        assert NOT_GOOD in user_agent.post(PAGE, {"user_code": device.user_code}).content.decode()
        assert user_agent.get(address).status_code == 400


@pytest.mark.spec("RFC 8628 section 5.4")
def test_a_decision_without_its_csrf_token_counts_for_nothing(television: RelyingParty, alice: User) -> None:
    browser = sign_in(Client(), "alice")
    device = begin(television, scope="openid")
    shown = shown_on(browser.get(confirmation(browser, device.user_code)))
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser.cookies
    for form in ({"shown": shown, "decision": "allow", "scope": "openid"}, {"user_code": device.user_code}):
        assert strict.post(PAGE, form).status_code == 403
    assert device.error() == "authorization_pending"


@pytest.mark.spec("RFC 8628 section 5.4")
def test_no_page_is_framed_or_kept(television: RelyingParty, user_agent: Client) -> None:
    device = begin(television)
    address = confirmation(user_agent, device.user_code)
    for page in (user_agent.get(PAGE), user_agent.get(address), decide(user_agent, device), user_agent.get(address)):
        assert "no-store" in page["Cache-Control"]
        assert page["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in page["Content-Security-Policy"]


@pytest.mark.spec("RFC 8628 section 3.3")
def test_the_result_is_told_to_whoever_decided_and_to_nobody_else(television: RelyingParty, user_agent: Client) -> None:
    device = begin(television)
    address = confirmation(user_agent, device.user_code)
    decide(user_agent, device)
    for _ in range(2):
        assert "You can go back to your device" in user_agent.get(address).content.decode()


@pytest.mark.spec("RFC 8628 section 3.3")
def test_a_strange_name_or_agent_stays_text(register: Callable[..., RelyingParty], user_agent: Client) -> None:
    party = register(
        public=True, name="<script>alert(1)</script>", redirect_uri="", scopes="openid",
        authorization_grant_type="urn:ietf:params:oauth:grant-type:device_code",
    )  # fmt: skip
    headers = {"user-agent": "<img src=x onerror=alert(1)>/1"}
    answer = Client(headers=headers).post(
        "/o/device-authorization/",
        f"client_id={party.client_id}&scope=openid",
        content_type="application/x-www-form-urlencoded",
    )
    page = user_agent.get(confirmation(user_agent, answer.json()["user_code"])).content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page


@pytest.mark.spec("RFC 8628 section 5.1")
def test_the_trail_has_no_user_code(television: RelyingParty, user_agent: Client) -> None:
    device = begin(television, scope="openid")
    decide(user_agent, device)
    kept = " ".join(str(event) for event in AuditEvent.objects.values())
    assert device.user_code not in kept
