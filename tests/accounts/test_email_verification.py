"""An address counts once its code was entered, and changes by that alone (contract: People)."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import Session, User
from accounts.services import credentials
from tests.accounts.conftest import PASSWORD, at_api, at_page, post, sign_in
from tests.flows.mailbox import confirm_address, html_of, mailed_code

PAGE = "/accounts/confirm-email/"
WRONG = "BBBB-BBBB"


def test_a_new_account_is_signed_in_and_led_to_its_code(client: Client, db: None) -> None:
    assert at_page(client)["Location"] == PAGE
    assert client.get(PAGE).status_code == 200
    assert not User.objects.get().email_verified
    assert client.post(PAGE, {"code": mailed_code().lower().replace("-", "")})["Location"] == "/accounts/email/"
    assert User.objects.get().email_verified
    assert client.get(PAGE)["Location"] == "/accounts/email/", "a code is good once"


def test_whoever_was_on_the_way_somewhere_goes_there_first(client: Client, db: None) -> None:
    form = {"username": "carol", "email": "carol@example.org", "password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/accounts/signup/", {**form, "next": "/device"})["Location"] == "/device"
    assert client.get(PAGE).status_code == 200


def test_an_account_made_without_a_browser_gets_its_code_once_it_is_signed_in(client: Client, db: None) -> None:
    at_api(client)
    assert "http://localhost:8000/accounts/email/" in str(mail.outbox[-1].body)
    sign_in(client, "carol")
    confirm_address(client, "carol@example.org")
    assert User.objects.get().email_verified


def test_a_code_lasts_fifteen_minutes(client: Client, db: None) -> None:
    at_page(client)
    with time_machine.travel(timezone.now() + timedelta(minutes=15, seconds=1)):
        client.post(PAGE, {"code": mailed_code()})
    assert not User.objects.get().email_verified


def test_a_code_is_good_in_the_browser_that_asked_for_it_alone(client: Client, db: None) -> None:
    at_page(client)
    other = Client()
    sign_in(other, "carol")
    other.post(PAGE, {"code": mailed_code()})
    assert not User.objects.get().email_verified


def test_ten_wrong_codes_close_the_door_whatever_the_session_counts(client: Client, db: None) -> None:
    at_page(client)
    for _ in range(4):
        for _ in range(3):
            client.post(PAGE, {"code": WRONG})
        client.post("/accounts/email/", {"action_send": "", "email": "carol@example.org"})
    client.post(PAGE, {"code": mailed_code()})
    assert not User.objects.get().email_verified


def test_a_code_ends_with_the_credentials_under_which_it_was_asked_for(client: Client, db: None) -> None:
    at_page(client)
    credentials.password_changed(user=User.objects.get(), keep_session_id=Session.objects.get().pk)
    assert client.get("/accounts/email/").status_code == 200
    client.post(PAGE, {"code": mailed_code()})
    assert not User.objects.get().email_verified


def test_mails_lead_to_the_issuer_whatever_host_the_request_names(alice: User, client: Client) -> None:
    host = {"host": "id.example.org"}
    at_api(client, username="dora", email="dora@example.org")
    erin = {"username": "erin", "email": "erin@example.org", "password": PASSWORD}
    post(client, "/api/register/", erin, **host)
    client.post("/accounts/password/reset/", {"email": "alice@example.org"}, headers=host)
    client.post("/accounts/password/reset/", {"email": "nobody@example.org"}, headers=host)
    post(client, "/api/register/", erin | {"username": "fay", "email": "alice@example.org"}, **host)
    assert len(mail.outbox) == 5
    for message in mail.outbox:
        for text in (str(message.body), html_of(message)):
            assert "id.example.org" not in f"{message.subject}{text}"
            assert "http://localhost:8000/" in text


def test_one_address_gets_five_codes_in_a_quarter_of_an_hour(client: Client, db: None) -> None:
    at_page(client)
    answers = [client.post("/accounts/email/", {"action_send": "", "email": "carol@example.org"}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 302, 429]
    assert len(mail.outbox) == 5


def test_an_address_changes_only_through_verification(alice: User, alices: Client) -> None:
    alices.post("/accounts/reauthenticate/", {"password": PASSWORD})
    asked = alices.post("/accounts/email/", {"action_add": "", "email": "new@example.org"})
    assert asked["Location"] == PAGE
    assert User.objects.get().email == "alice@example.org"
    assert not EmailAddress.objects.filter(email="new@example.org").exists()
    assert mail.outbox[-1].to == ["new@example.org"]
    alices.post(PAGE, {"code": mailed_code()})
    assert EmailAddress.objects.get(email="new@example.org").verified
    assert User.objects.get().email == "alice@example.org", "it is made the primary one by a button of its own"


def test_an_address_changes_only_after_a_recent_sign_in(alice: User, alices: Client) -> None:
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        answer = alices.post("/accounts/email/", {"action_add": "", "email": "new@example.org"})
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert EmailAddress.objects.count() == 1


@pytest.fixture
def mandatory(settings: Any) -> None:
    """A server that asks for a verified address before anybody signs in."""
    settings.EMAIL_VERIFICATION = "mandatory"


@pytest.mark.usefixtures("mandatory")
def test_where_it_is_mandatory_nobody_signs_in_before_the_code(client: Client, db: None) -> None:
    assert at_page(client)["Location"] == PAGE
    assert client.get("/api/protected/").status_code == 401
    assert client.post(PAGE, {"code": mailed_code()}).status_code == 302
    assert client.get("/api/protected/").status_code == 200


@pytest.mark.usefixtures("mandatory")
def test_where_it_is_mandatory_a_later_sign_in_is_led_to_the_code(client: Client, db: None) -> None:
    at_api(Client())
    assert sign_in(client, "carol")["Location"] == PAGE
    client.post(PAGE, {"code": mailed_code()})
    assert client.get("/api/protected/").status_code == 200
    assert User.objects.get().email_verified


@pytest.mark.usefixtures("mandatory")
def test_a_mistyped_address_is_mended_before_the_first_sign_in(client: Client, db: None) -> None:
    at_page(client, email="cool@example.org")
    client.post(PAGE, {"action": "change", "email": "carol@example.org"})
    assert mail.outbox[-1].to == ["carol@example.org"]
    client.post(PAGE, {"code": mailed_code()})
    assert User.objects.get().email == "carol@example.org"
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("carol@example.org", True)]


@pytest.mark.usefixtures("mandatory")
@pytest.mark.parametrize("email", ["free@example.org", "alice@example.org"])
def test_where_it_is_mandatory_a_taken_address_is_answered_like_a_free_one(alice: User, email: str) -> None:
    client = Client()
    assert at_page(client, email=email)["Location"] == PAGE
    assert User.objects.filter(username="carol").exists()
    assert mail.outbox[-1].to == [email]
    answer = client.post(PAGE, {"code": WRONG})
    assert answer.status_code == 200
    assert b"Incorrect code" in answer.content


@pytest.mark.usefixtures("mandatory")
def test_an_address_that_somebody_else_only_claims_is_free(bob: User, client: Client) -> None:
    at_page(client, email="bob@example.org")
    client.post(PAGE, {"code": mailed_code()})
    assert EmailAddress.objects.get(verified=True).user.username == "carol"


@pytest.mark.usefixtures("mandatory")
def test_a_sign_in_that_waits_for_its_code_ends_with_the_password(client: Client, db: None) -> None:
    at_page(client)
    credentials.set_password(user=User.objects.get(), password="another long password")
    client.post(PAGE, {"code": mailed_code()})
    assert client.get("/api/protected/").status_code == 401
    assert not User.objects.get().email_verified
