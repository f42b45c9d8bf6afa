""" "It was not me": a page that says what will happen, a proof of who asks, and the way to a new password."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent, Session, User
from oauth_server.protocol.models import Consent
from tests.flows.access.test_page import shown
from tests.flows.conftest import PASSWORD, sign_in
from tests.flows.oauth import RelyingParty

NOT_ME = "/account/access/not-me/"
ENDED = "/account/access/ended/"


def test_looking_at_the_page_ends_nothing(user_agent: Client) -> None:
    page = shown(user_agent, NOT_ME)
    assert "End everything?" in page
    assert "signed out everywhere" in page
    assert user_agent.get("/account/access/").status_code == 200


def test_whoever_was_signed_in_is_out_and_led_to_a_new_password(user_agent: Client, alice: User) -> None:
    EmailAddress.objects.create(user=alice, email="stranger@example.org", verified=False)
    elsewhere = sign_in(Client(), "alice")
    assert user_agent.post(NOT_ME)["Location"] == ENDED
    assert [browser.get("/account/access/").status_code for browser in (user_agent, elsewhere)] == [302, 302]
    assert not EmailAddress.objects.filter(user=alice, verified=False).exists()
    assert AuditEvent.objects.filter(event="not_me", person=alice.audit_key).count() == 1
    page = shown(user_agent, ENDED)
    assert "/accounts/login/?next=%2Faccounts%2Fpassword%2Fchange%2F" in page
    assert "/accounts/password/reset/" in page
    signed_in = user_agent.post(
        "/accounts/login/", {"login": "alice", "password": PASSWORD, "next": "/accounts/password/change/"}
    )
    assert signed_in["Location"] == "/accounts/password/change/"


def test_a_stolen_session_that_is_old_ends_nothing(user_agent: Client, alice: User) -> None:
    Session.objects.filter(user=alice).update(auth_time=timezone.now() - timedelta(hours=1))
    for answer in (user_agent.get(NOT_ME), user_agent.post(NOT_ME)):
        assert answer.headers["Location"].startswith("/accounts/reauthenticate/")
    assert not AuditEvent.objects.filter(event="not_me").exists()
    assert user_agent.get("/account/access/").status_code == 200


def test_what_was_asked_for_is_done_once_the_password_was_given(user_agent: Client, alice: User) -> None:
    Session.objects.filter(user=alice).update(auth_time=timezone.now() - timedelta(hours=1))
    asked = user_agent.post(NOT_ME)["Location"]
    answer = user_agent.post(asked, {"password": PASSWORD, "next": NOT_ME})
    if answer.headers.get("Location") == NOT_ME:
        answer = user_agent.post(NOT_ME)
    assert answer["Location"] == ENDED
    assert user_agent.get("/account/access/").status_code == 302


def test_the_page_after_it_tells_nobody_anything(db: None) -> None:
    assert "Everything has ended" in shown(Client(), ENDED)
    assert Client().post(ENDED).status_code == 405


def test_what_somebody_else_may_have_agreed_to_is_forgotten(user_agent: Client, alice: User, web: RelyingParty) -> None:
    web.tokens(user_agent, scope="openid todo:read")
    assert Consent.objects.filter(user=alice).exists()
    user_agent.post(NOT_ME)
    assert not Consent.objects.filter(user=alice).exists()
