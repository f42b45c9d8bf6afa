"""Polling at the token endpoint: what waits, what slows down, what is spent once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent, User
from oauth_server.protocol.models import Grant, RefreshToken
from tests.flows.conftest import sign_in
from tests.flows.oauth import RelyingParty, claims_of
from tests.flows.rfc8628.device import DEVICE_CODE, Device, begin, decide, later


@pytest.mark.spec("RFC 8628 section 3.5")
def test_until_somebody_decides_the_answer_is_pending(television: RelyingParty) -> None:
    device = begin(television, scope="openid")
    assert device.error() == "authorization_pending"
    later(5)
    assert device.error() == "authorization_pending"


@pytest.mark.spec("RFC 8628 section 3.5")
def test_a_poll_too_early_slows_down_this_and_all_that_follow(television: RelyingParty) -> None:
    device = begin(television)
    assert device.error() == "authorization_pending"
    later(2)
    assert device.error() == "slow_down"
    later(6)
    assert device.error() == "slow_down", "the interval is 10 s now"
    later(15)
    assert device.error() == "authorization_pending"
    later(10)
    assert device.error() == "slow_down", "15 s it stays"


@pytest.mark.spec("RFC 8628 section 3.5")
def test_each_device_has_a_pace_of_its_own(television: RelyingParty) -> None:
    first, second = begin(television), begin(television)
    assert [first.error(), first.error()] == ["authorization_pending", "slow_down"]
    assert second.error() == "authorization_pending"


@pytest.mark.spec("RFC 8628 section 3.4")
def test_what_was_allowed_is_given_at_once_and_once(television: RelyingParty, user_agent: Client, alice: User) -> None:
    device = begin(television, scope="openid account:read")
    assert device.error() == "authorization_pending"
    decide(user_agent, device)
    response = device.poll()
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    answer = response.json()
    assert set(answer) == {"access_token", "token_type", "expires_in", "scope", "refresh_token", "id_token"}
    assert (answer["token_type"], answer["scope"]) == ("Bearer", "openid account:read")
    claims = claims_of(answer["id_token"])
    assert (claims["sub"], claims["aud"]) == (str(alice.subject), television.client_id)
    assert claims["auth_time"] > 0
    assert "nonce" not in claims
    whoami = Client().get("/api/whoami/", headers={"authorization": f"Bearer {answer['access_token']}"})
    assert (whoami.status_code, whoami.json()["username"]) == (200, "alice")
    assert device.error() == "invalid_grant"
    assert RefreshToken.objects.count() == 1


@pytest.mark.spec("RFC 8628 section 3.4")
def test_a_second_poll_leaves_what_the_first_got(television: RelyingParty, user_agent: Client) -> None:
    device = begin(television, scope="openid account:read")
    decide(user_agent, device)
    answer = device.poll().json()
    assert device.error() == "invalid_grant"
    whoami = Client().get("/api/whoami/", headers={"authorization": f"Bearer {answer['access_token']}"})
    assert whoami.status_code == 200
    assert television.refresh(Client(), answer["refresh_token"]).status_code == 200


@pytest.mark.spec("OpenID Connect Core section 3.1.2.1")
def test_without_openid_there_is_no_id_token(television: RelyingParty, user_agent: Client) -> None:
    device = begin(television, scope="account:read")
    decide(user_agent, device)
    assert "id_token" not in device.poll().json()


@pytest.mark.spec("RFC 6749 section 1.5")
def test_a_client_without_refresh_gets_none(kiosk: RelyingParty, user_agent: Client) -> None:
    kiosk.application.grant_types = DEVICE_CODE
    kiosk.application.save()
    device = begin(kiosk, scope="account:read offline_access")
    decide(user_agent, device)
    answer = device.poll().json()
    assert "refresh_token" not in answer
    assert not Grant.objects.get().offline


@pytest.mark.spec("RFC 6749 section 3.3")
def test_a_request_without_scope_gets_the_least(television: RelyingParty, user_agent: Client) -> None:
    device = begin(television)
    decide(user_agent, device)
    assert device.poll().json()["scope"] == "account:read"


@pytest.mark.spec("RFC 8628 section 3.5")
def test_what_was_not_allowed_is_denied_for_good(television: RelyingParty, user_agent: Client) -> None:
    device = begin(television, scope="openid")
    decide(user_agent, device, "deny")
    assert [device.error(), device.error()] == ["access_denied", "access_denied"]
    assert not Grant.objects.exists()


@pytest.mark.spec("RFC 8628 section 3.5")
@pytest.mark.parametrize("allowed", [True, False], ids=["allowed", "undecided"])
def test_a_device_code_expires_also_once_allowed(television: RelyingParty, user_agent: Client, allowed: bool) -> None:
    device = begin(television, scope="openid")
    if allowed:
        decide(user_agent, device)
    with time_machine.travel(timezone.now() + timedelta(seconds=601), tick=False):
        assert device.error() == "expired_token"
    assert not RefreshToken.objects.exists()


@pytest.mark.spec("RFC 8628 section 3.4")
def test_a_device_code_is_its_client_s_own(television: RelyingParty, kiosk: RelyingParty, user_agent: Client) -> None:
    device = begin(television, scope="openid")
    decide(user_agent, device)
    assert Device(kiosk, device.answer).error() == "invalid_grant"
    assert device.poll().status_code == 200


@pytest.mark.spec("RFC 8628 section 3.4")
@pytest.mark.parametrize("code", [None, ""])
def test_a_poll_without_a_device_code_is_malformed(television: RelyingParty, code: str | None) -> None:
    assert begin(television).error(device_code=code) == "invalid_request"


@pytest.mark.spec("RFC 8628 section 3.4")
@pytest.mark.parametrize("code", ["unknown", "é", "x" * 5000, "' or 1=1 --"])
def test_an_unknown_device_code_is_refused(television: RelyingParty, code: str) -> None:
    assert begin(television).error(device_code=code) == "invalid_grant"


@pytest.mark.spec("RFC 8628 section 3.4")
def test_the_user_code_is_no_device_code(television: RelyingParty) -> None:
    device = begin(television)
    assert device.error(device_code=device.user_code) == "invalid_grant"


@pytest.mark.spec("RFC 8628 section 3.4")
def test_a_device_code_is_no_authorization_code(register: Callable[..., RelyingParty], user_agent: Client) -> None:
    party = register(grant_types=f"authorization_code refresh_token {DEVICE_CODE}")
    device = begin(party, scope="openid")
    decide(user_agent, device)
    response = party.token(Client(), grant_type="authorization_code", code=device.answer["device_code"])
    assert (response.status_code, response.json()["error"]) == (400, "invalid_grant")
    assert device.poll().status_code == 200


@pytest.mark.spec("RFC 8628 section 3.4")
def test_a_client_that_is_not_registered_for_it_cannot_poll(web: RelyingParty, television: RelyingParty) -> None:
    assert Device(web, begin(television).answer).error() == "unauthorized_client"


@pytest.mark.spec("RFC 8628 section 3.4")
def test_a_confidential_client_authenticates_each_poll(kiosk: RelyingParty, user_agent: Client) -> None:
    device = begin(kiosk, scope="openid")
    decide(user_agent, device)
    right, kiosk.secret = kiosk.secret, "wrong"
    assert device.poll().status_code == 401
    kiosk.secret = right
    assert device.poll().status_code == 200


@pytest.mark.spec("RFC 8707 section 2.2")
def test_the_poll_may_name_the_resource_and_no_other(television: RelyingParty, user_agent: Client) -> None:
    device = begin(television, scope="account:read")
    decide(user_agent, device)
    assert device.error(resource="https://elsewhere.example.org") == "invalid_target"
    answer = device.poll(resource="http://localhost:8000/api").json()
    assert claims_of(answer["access_token"])["aud"] == "http://localhost:8000/api"


def sign_out(user_agent: Client, alice: User) -> None:
    assert user_agent.post("/accounts/logout/").status_code == 302


def disable_person(user_agent: Client, alice: User) -> None:
    alice.is_active = False
    alice.save()


def raise_epoch(user_agent: Client, alice: User) -> None:
    alice.credential_epoch += 1
    alice.save()


@pytest.mark.spec("RFC 8628 section 3.5")
@pytest.mark.parametrize("change", [sign_out, disable_person, raise_epoch])
def test_what_was_allowed_dies_with_what_allowed_it(
    television: RelyingParty, user_agent: Client, alice: User, change: Callable[[Client, User], None]
) -> None:
    device = begin(television, scope="openid")
    decide(user_agent, device)
    change(user_agent, alice)
    assert device.error() == "invalid_grant"
    assert not RefreshToken.objects.exists()
    assert Grant.objects.filter(consumed_at__isnull=False).count() == 0


@pytest.mark.spec("RFC 8628 section 3.4")
def test_an_online_device_ends_with_the_sign_in_and_an_offline_one_stays(
    television: RelyingParty, user_agent: Client
) -> None:
    online, offline = begin(television, scope="openid"), begin(television, scope="openid offline_access")
    answers = []
    for device in (online, offline):
        decide(user_agent, device)
        answers.append(device.poll().json())
    user_agent.post("/accounts/logout/")
    refreshed = [television.refresh(Client(), answer["refresh_token"]).status_code for answer in answers]
    assert refreshed == [400, 200]
    sign_in(user_agent, "alice")
    assert television.refresh(Client(), answers[0]["refresh_token"]).status_code == 400


@pytest.mark.spec("RFC 8628 section 3.4")
def test_the_trail_says_who_allowed_it_and_what_was_given(
    television: RelyingParty, user_agent: Client, alice: User
) -> None:
    device = begin(television, scope="openid")
    decide(user_agent, device)
    device.poll()
    events = AuditEvent.objects.filter(client=television.client_id, person=alice.audit_key)
    assert set(events.values_list("event", flat=True)) == {"consent_given", "tokens_issued"}
    refused = begin(television)
    decide(user_agent, refused, "deny")
    assert events.filter(event="consent_refused").count() == 1
