"""/accounts/3rdparty/: connecting and disconnecting a provider, never without a way in."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent, UpstreamProvider, User
from tests.flows.conftest import sign_in
from tests.flows.upstream.journey import START, Upstream

PAGE = "/accounts/3rdparty/"


@pytest.fixture
def connected(alice: User, user_agent: Client, upstream: Upstream) -> SocialAccount:
    assert upstream.through(user_agent, process="connect")["Location"] == PAGE
    return SocialAccount.objects.get(user=alice)


def test_a_person_connects_and_disconnects(
    alice: User, user_agent: Client, upstream: Upstream, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    with django_capture_on_commit_callbacks(execute=True):
        upstream.through(user_agent, process="connect")
    connection = SocialAccount.objects.get(user=alice)
    page = user_agent.get(PAGE).content.decode()
    assert "<bdi>The &lt;other&gt; one</bdi>" in page
    assert "It signs you in from now on" in page
    with django_capture_on_commit_callbacks(execute=True):
        assert user_agent.post(PAGE, {"account": connection.pk})["Location"] == PAGE
    assert not SocialAccount.objects.exists()
    said = [letter.subject for letter in mail.outbox]
    assert [subject for subject in said if "connected" in subject] == [
        "A sign-in of another service was connected",
        "A sign-in of another service was disconnected",
    ]
    assert "The &lt;other" not in "".join(str(letter.body) for letter in mail.outbox)
    events = AuditEvent.objects.filter(event__startswith="provider").order_by("pk").values_list("event", flat=True)
    assert [*events] == ["provider_connected", "provider_disconnected"]
    assert upstream.through(Client())["Location"] == "/accounts/3rdparty/signup/"


def test_both_want_a_recent_sign_in(connected: SocialAccount, user_agent: Client) -> None:
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        for answer in (
            user_agent.post(PAGE, {"account": connected.pk}),
            user_agent.post(START, {"process": "connect"}),
        ):
            assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert SocialAccount.objects.filter(pk=connected.pk).exists()


@pytest.mark.spec("OWASP ASVS 5.0 section 7.5.1")
def test_signing_in_by_it_changes_nothing_of_an_account_with_a_password(
    connected: SocialAccount, upstream: Upstream
) -> None:
    browser = Client()
    upstream.through(browser)
    assert browser.get("/api/protected/").status_code == 200
    for page in ("/accounts/2fa/webauthn/add/", "/account/export/"):
        assert browser.get(page)["Location"].startswith("/accounts/reauthenticate/"), page


def test_nobody_connects_without_signing_in(client: Client, upstream: Upstream) -> None:
    assert client.post(START, {"process": "connect"})["Location"] == "/accounts/login/"


def test_nobody_disconnects_anothers(connected: SocialAccount, bob_user_agent: Client) -> None:
    assert bob_user_agent.post(PAGE, {"account": connected.pk}).status_code == 200
    assert SocialAccount.objects.filter(pk=connected.pk).exists()


@pytest.mark.parametrize("account", ["", "x", "-1", "9" * 40, "\x00"], ids=["none", "word", "minus", "huge", "nul"])
def test_what_is_no_connection_is_refused(connected: SocialAccount, user_agent: Client, account: str) -> None:
    assert user_agent.post(PAGE, {"account": account}).status_code == 200
    assert SocialAccount.objects.count() == 1


def test_the_last_way_in_stays(client: Client, sign_up: Callable[..., User]) -> None:
    person = sign_up(client, "newcomer")
    connection = SocialAccount.objects.get(user=person)
    page = client.post(PAGE, {"account": connection.pk})
    assert "set a password or add a passkey first" in page.content.decode()
    assert SocialAccount.objects.filter(pk=connection.pk).exists()


def test_a_connection_of_somebody_else_is_not_taken_over(
    connected: SocialAccount, bob_user_agent: Client, upstream: Upstream
) -> None:
    assert upstream.through(bob_user_agent, process="connect")["Location"] == PAGE
    assert "belongs to another account here" in bob_user_agent.get(PAGE).content.decode()
    assert [*SocialAccount.objects.values_list("user__username", flat=True)] == ["alice"]


def test_a_provider_that_is_taken_away_leaves_nobody_to_its_successor(
    connected: SocialAccount, provider: UpstreamProvider, user_agent: Client
) -> None:
    UpstreamProvider.objects.update(enabled=False)
    assert "The &lt;other&gt; one" in user_agent.get(PAGE).content.decode()
    root = User.objects.create_superuser("root", "root@example.org", "correct horse battery staple")
    admin = sign_in(Client(), root.username)
    answer = admin.post(f"/admin/accounts/upstreamprovider/{provider.pk}/delete/", {"post": "yes"})
    assert answer.status_code == 302
    assert not SocialAccount.objects.exists()
    assert user_agent.get(PAGE).status_code == 200
