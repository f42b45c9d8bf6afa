"""`revoke`: what a user, a client, a grant or a session holds ends at once (contract: The one switch)."""

from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import AuditEvent, User
from accounts.services.api_keys import create_personal_key, create_service_key
from oauth_server.protocol.models import AccessToken, Application, Consent
from oauth_server.vocabulary import Scope
from tests.console.conftest import LONG_AGO, allow, run, sign_in

pytestmark = pytest.mark.django_db


def test_revoking_a_user_ends_every_sign_in_grant_and_the_epoch(alice: User, client: Application) -> None:
    session, grant = sign_in(alice), allow(alice, client, offline=True)
    assert run("revoke", "--user", "alice") == {"ended": {"sign-ins": 1, "keys": 0, "grants": 1}}
    session.refresh_from_db()
    grant.refresh_from_db()
    alice.refresh_from_db()
    assert session.ended_at
    assert grant.revoked_at
    assert (alice.credential_epoch, alice.is_active) == (1, True)


def test_revoking_a_client_ends_its_grants_and_its_own_tokens(alice: User, client: Application) -> None:
    grant = allow(alice, client)
    own = AccessToken.objects.create(application=client, token_checksum="a" * 64, expires=timezone.now() + LONG_AGO)
    assert run("revoke", "--client", client.client_id) == {"ended": {"grants and tokens": 2}}
    grant.refresh_from_db()
    own.refresh_from_db()
    assert grant.revoked_at
    assert own.revoked_at


def test_revoking_what_a_user_allowed_a_client_asks_for_consent_again(alice: User, client: Application) -> None:
    allow(alice, client)
    Consent.objects.create(user=alice, application=client, scope=Scope.OPENID)
    ended = run("revoke", "--user", "alice", "--client", client.client_id)
    assert ended == {"ended": {"grants": 1}}
    assert not Consent.objects.exists()
    assert alice.credential_epoch == 0


def test_revoking_one_grant_leaves_the_others(alice: User, client: Application) -> None:
    first, second = allow(alice, client), allow(alice, client)
    assert run("revoke", "--grant", str(first.pk)) == {"ended": {"grants": 1}}
    assert run("revoke", "--grant", str(first.pk)) == {"ended": {"grants": 0}}
    second.refresh_from_db()
    assert second.revoked_at is None


def test_revoking_a_session_ends_it(alice: User) -> None:
    session = sign_in(alice)
    out = StringIO()
    call_command("revoke", session=session.sid, stdout=out)
    session.refresh_from_db()
    assert session.ended_at
    assert out.getvalue() == "sign-ins: 1\n"


def test_revoking_a_key_ends_it_whosever_it_is(alice: User) -> None:
    own, _ = create_personal_key(user=alice, name="own", scopes=[Scope.TODO_READ])
    service, _ = create_service_key(name="a service", scopes=[Scope.TODO_READ], by=None)
    for key in (own, service):
        assert run("revoke", "--key", str(key.pk)) == {"ended": {"keys": 1}}
        assert run("revoke", "--key", str(key.pk)) == {"ended": {"keys": 0}}


def test_when_it_was_not_the_person_everything_ends_and_unverified_addresses_go(alice: User) -> None:
    create_personal_key(user=alice, name="own", scopes=[Scope.TODO_READ])
    EmailAddress.objects.create(user=alice, email="mallory@example.org", verified=False)
    kept = EmailAddress.objects.create(user=alice, email="alice@example.org", verified=True)
    assert run("revoke", "--user", "alice", "--not-me") == {"ended": {"sign-ins": 0, "keys": 1, "grants": 0}}
    assert list(EmailAddress.objects.filter(user=alice)) == [kept]
    assert AuditEvent.objects.filter(event="not_me", person=alice.audit_key).exists()


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--user", "nobody"],
        ["--client", "none"],
        ["--session", "6f7c1e0c-2f0a-4b5e-9d0e-0c8a4f1f2b3a"],
        ["--user", "nobody", "--grant", "1"],
        ["--key", "1", "--client", "none"],
        ["--not-me"],
        ["--not-me", "--client", "none"],
    ],
)
def test_revoke_refuses_what_names_nothing(arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("revoke", *arguments)
