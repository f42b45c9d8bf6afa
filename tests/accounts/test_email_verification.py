"""An address counts once its link was followed, and changes by that alone (contract: People)."""

from datetime import timedelta

import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tests.accounts.conftest import PASSWORD, at_api, link, post


def test_an_address_is_verified_by_its_link_once(client: Client, db: None) -> None:
    at_api(client)
    path = link()
    assert client.get(path).status_code == 200
    assert not User.objects.get().email_verified
    assert client.post(path).status_code == 302
    assert User.objects.get().email_verified
    assert client.post(path).status_code == 404


def test_a_link_lasts_fifteen_minutes(client: Client, db: None) -> None:
    at_api(client)
    with time_machine.travel(timezone.now() + timedelta(minutes=15, seconds=1)):
        assert client.post(link()).status_code == 404
    assert not User.objects.get().email_verified


def test_links_lead_to_the_issuer_whatever_host_the_request_names(alice: User, client: Client) -> None:
    host = {"host": "id.example.org"}
    at_api(client, username="dora", email="dora@example.org")
    erin = {"username": "erin", "email": "erin@example.org", "password": PASSWORD}
    post(client, "/api/register/", erin, **host)
    client.post("/accounts/password/reset/", {"email": "alice@example.org"}, headers=host)
    client.post("/accounts/password/reset/", {"email": "nobody@example.org"}, headers=host)
    post(client, "/api/register/", erin | {"username": "fay", "email": "alice@example.org"}, **host)
    assert len(mail.outbox) == 5
    for message in mail.outbox:
        assert "id.example.org" not in f"{message.subject}{message.body}"
        assert "http://localhost:8000/" in str(message.body)


def test_a_second_mail_to_one_address_waits(client: Client, db: None) -> None:
    at_api(client)
    at_api(client, username="dora")
    assert len(mail.outbox) == 1


def test_an_address_changes_only_through_verification(alice: User, alices: Client) -> None:
    alices.post("/accounts/reauthenticate/", {"password": PASSWORD})
    alices.post("/accounts/email/", {"action_add": "", "email": "new@example.org"})
    assert User.objects.get().email == "alice@example.org"
    assert not EmailAddress.objects.get(email="new@example.org").verified
    assert mail.outbox[-1].to == ["new@example.org"]


def test_an_address_changes_only_after_signing_in_again(alice: User, alices: Client) -> None:
    answer = alices.post("/accounts/email/", {"action_add": "", "email": "new@example.org"})
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert EmailAddress.objects.count() == 1
