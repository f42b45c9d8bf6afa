"""The DRF token: one a user, the same until it ends, and not to be had from a copy of the database."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import DrfToken, User
from accounts.roles import Role
from accounts.services import credentials
from accounts.services.roles import grant_role
from accounts.tokens import drf_token
from oauth_server.vocabulary import TokenRefused
from tests.accounts.conftest import statements


def test_a_key_is_40_hexadecimal_characters(alice: User) -> None:
    assert re.fullmatch(r"[0-9a-f]{40}", drf_token.issue(alice))


def test_a_key_is_the_same_until_it_ends(alice: User) -> None:
    key = drf_token.issue(alice)
    assert drf_token.issue(alice) == key
    drf_token.revoke(alice)
    with pytest.raises(TokenRefused, match="revoked"):
        drf_token.verify(key)
    successor = drf_token.issue(alice)
    assert successor != key
    assert drf_token.verify(successor).user.pk == alice.pk
    with pytest.raises(TokenRefused, match="unknown"):
        drf_token.verify(key)


def test_a_key_is_the_hmac_of_the_person_and_of_how_many_there_were(alice: User) -> None:
    keys = [drf_token.issue(alice), *(drf_token.issue(alice, renew=True) for _ in range(2))]
    assert keys == [
        salted_hmac("accounts.tokens.drf_token", f"{alice.subject}:{number}", algorithm="sha256").hexdigest()[:40]
        for number in range(3)
    ]
    assert drf_token.issue(alice) == keys[-1]


def test_two_people_have_two_keys(alice: User, bob: User) -> None:
    assert drf_token.issue(alice) != drf_token.issue(bob)


def test_the_database_holds_no_key(alice: User) -> None:
    key = drf_token.issue(alice)
    row = DrfToken.objects.values().get()
    assert key not in str(row)
    with pytest.raises(TokenRefused, match="unknown"):
        drf_token.verify(row["digest"])
    with pytest.raises(TokenRefused, match="unknown"):
        drf_token.verify(row["digest"][:40])


def test_verifying_costs_one_statement_and_reads_roles_live(alice: User) -> None:
    key = drf_token.issue(alice)
    grant_role(user=alice, role=Role.MANAGER)
    with statements() as made:
        facts = drf_token.verify(key)
    assert len(made) == 1
    assert facts.roles == {"Manager"}
    assert (facts.sid, facts.session_id, facts.auth_time) == (None, None, None)


def test_use_is_noted_at_most_once_a_day(alice: User) -> None:
    key = drf_token.issue(alice)
    used = DrfToken.objects.get().last_used
    with time_machine.travel(used + timedelta(days=1), tick=False):
        with statements() as first:
            drf_token.verify(key)
        with statements() as second:
            drf_token.verify(key)
    assert (len(first), len(second)) == (2, 1)


def test_a_key_says_when_it_ends(alice: User) -> None:
    key = drf_token.issue(alice)
    row = DrfToken.objects.get()
    assert drf_token.verify(key).expires == row.last_used + timedelta(days=30)
    DrfToken.objects.update(created=row.created - timedelta(days=350))
    assert drf_token.verify(key).expires == row.created + timedelta(days=15)


def test_to_ask_for_a_key_again_is_to_use_it(alice: User) -> None:
    key, start = drf_token.issue(alice), timezone.now()
    with time_machine.travel(start + timedelta(days=20)):
        assert drf_token.issue(alice) == key
    with time_machine.travel(start + timedelta(days=40)):
        assert drf_token.verify(key).user.pk == alice.pk


def test_the_key_of_one_person_ends_alone_and_once(alice: User, bob: User) -> None:
    drf_token.issue(alice)
    of_bob = drf_token.issue(bob)
    assert drf_token.revoke(alice) is True
    assert drf_token.revoke(alice) is False
    assert drf_token.verify(of_bob).user.pk == bob.pk


def test_a_key_dies_after_thirty_idle_days(alice: User) -> None:
    key = drf_token.issue(alice)
    with time_machine.travel(DrfToken.objects.get().last_used + timedelta(days=30), tick=False):
        with pytest.raises(TokenRefused, match="expired"):
            drf_token.verify(key)
        assert drf_token.issue(alice) != key


def test_a_key_in_use_dies_after_a_year(alice: User) -> None:
    key, start = drf_token.issue(alice), timezone.now()
    for day in range(20, 365, 20):
        with time_machine.travel(start + timedelta(days=day)):
            drf_token.verify(key)
    with time_machine.travel(start + timedelta(days=365)), pytest.raises(TokenRefused, match="expired"):
        drf_token.verify(key)


def test_a_new_secret_key_ends_no_token(alice: User, settings: Any) -> None:
    key = drf_token.issue(alice)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "the secret key of today, long enough"
    assert drf_token.verify(key).user.pk == alice.pk
    assert drf_token.issue(alice) == key


def test_without_the_secret_key_it_was_made_with_a_key_is_made_anew(alice: User, settings: Any) -> None:
    key = drf_token.issue(alice)
    settings.SECRET_KEY = "the secret key of today, long enough"
    assert drf_token.issue(alice) != key


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (lambda user: credentials.disable_user(user=user, by=None), "revoked"),
        (lambda user: credentials.set_password(user=user, password="another long password"), "revoked"),
        (
            lambda user: credentials.set_password(user=user, password="another long password", keep_connected=True),
            "revoked",
        ),
        (lambda user: User.objects.filter(pk=user.pk).update(is_active=False), "user_disabled"),
        (lambda user: User.objects.filter(pk=user.pk).update(credential_epoch=3), "epoch"),
        (lambda user: user.delete(), "unknown"),
    ],
)
def test_what_ends_credentials_ends_the_key_at_once(event: Callable[[User], Any], reason: str, alice: User) -> None:
    key = drf_token.issue(alice)
    event(alice)
    with pytest.raises(TokenRefused, match=reason):
        drf_token.verify(key)


def test_a_person_of_the_same_name_does_not_inherit_a_key(alice: User) -> None:
    key = drf_token.issue(alice)
    alice.delete()
    successor = User.objects.create_user("alice", "alice@example.org")
    assert drf_token.issue(successor) != key
    with pytest.raises(TokenRefused):
        drf_token.verify(key)


def command(*arguments: str) -> str:
    output = StringIO()
    call_command("drf_create_token", *arguments, stdout=output)
    return output.getvalue()


def test_the_command_prints_the_line_that_scripts_read(alice: User) -> None:
    key = drf_token.issue(alice)
    assert command("alice") == f"Generated token {key} for user alice\n"
    assert command("ALICE") == command("alice")


def test_the_command_makes_another_key_where_asked(alice: User) -> None:
    key = drf_token.issue(alice)
    command("-r", "alice")
    with pytest.raises(TokenRefused):
        drf_token.verify(key)


def test_the_command_names_a_user_that_is_missing(db: None) -> None:
    with pytest.raises(CommandError, match="no user nobody"):
        command("nobody")
