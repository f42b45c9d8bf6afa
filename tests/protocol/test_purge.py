"""Purging takes what is dead and leaves every family that lives; the toolkit's own clearing cannot run here."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.management import call_command
from django.db.models import ProtectedError, RestrictedError
from django.test import Client
from django.utils import timezone
from oauth2_provider.models import clear_expired

from accounts.models import User
from oauth_server.protocol.models import (
    AccessToken,
    Application,
    AuthorizationRequest,
    Grant,
    InitialAccessToken,
    LogoutDelivery,
    RefreshToken,
    RevokedToken,
    UsedIdentifier,
)
from oauth_server.protocol.services import purge as purge_module
from oauth_server.protocol.services.purge import RETENTION, purge
from tests.flows.oauth import RelyingParty, allow

SCOPE = "openid account:read offline_access"


@pytest.fixture
def web(opaque: RelyingParty) -> RelyingParty:
    """An application whose access tokens leave rows to purge."""
    return opaque


def rows() -> tuple[int, int, int]:
    return AccessToken.objects.count(), RefreshToken.objects.count(), Grant.objects.count()


def test_a_living_family_stays_and_its_expired_access_tokens_go(web: RelyingParty, user_agent: Client) -> None:
    answer = web.tokens(user_agent, scope=SCOPE)
    with time_machine.travel(timezone.now() + timedelta(days=10), tick=False):
        answer = web.refresh(Client(), answer["refresh_token"]).json()
        assert purge()["access_tokens"] == 1
        assert rows() == (1, 1, 1)
        assert web.refresh(Client(), answer["refresh_token"]).status_code == 200


@pytest.mark.parametrize("days", [15, 91])
def test_a_family_that_idled_or_ended_goes(web: RelyingParty, user_agent: Client, days: int) -> None:
    web.tokens(user_agent, scope=SCOPE)
    with time_machine.travel(timezone.now() + timedelta(days=days) + RETENTION, tick=False):
        purge()
    assert rows()[:2] == (0, 0)
    assert rows()[2] == (0 if days == 91 else 1)


def test_a_revoked_family_goes_after_its_retention(web: RelyingParty, user_agent: Client) -> None:
    answer = web.tokens(user_agent, scope=SCOPE)
    web.post(Client(), "/o/revoke_token/", token=answer["refresh_token"])
    purge()
    assert rows() == (1, 1, 1)
    with time_machine.travel(timezone.now() + RETENTION + timedelta(minutes=1), tick=False):
        purge()
    assert rows() == (0, 0, 0)


def test_unspent_codes_and_old_requests_go(web: RelyingParty, user_agent: Client) -> None:
    allow(user_agent, user_agent.get("/o/authorize/", web.request(scope=SCOPE)))
    user_agent.get("/o/authorize/", web.request(scope=f"{SCOPE} email"))
    assert (Grant.objects.count(), AuthorizationRequest.objects.exists()) == (1, True)
    with time_machine.travel(timezone.now() + RETENTION + timedelta(hours=1), tick=False):
        deleted = purge()
    assert (deleted["grants"], AuthorizationRequest.objects.exists()) == (1, False)


def test_it_deletes_in_batches_until_nothing_is_left(
    web: RelyingParty, user_agent: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purge_module, "BATCH", 2)
    for _ in range(5):
        web.tokens(user_agent, scope=SCOPE)
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        assert purge()["access_tokens"] == 5


def test_cleartokens_is_ours(web: RelyingParty, user_agent: Client, capsys: pytest.CaptureFixture[str]) -> None:
    answer = web.tokens(user_agent, scope=SCOPE)
    call_command("cleartokens")
    assert "access_tokens: 0" in capsys.readouterr().out
    assert web.refresh(Client(), answer["refresh_token"]).status_code == 200


def test_the_toolkits_own_clearing_fails_before_it_deletes_a_living_family(
    web: RelyingParty, user_agent: Client
) -> None:
    answer = web.tokens(user_agent, scope=SCOPE)
    with pytest.raises(ProtectedError):
        clear_expired()
    assert rows() == (1, 1, 1)
    assert web.refresh(Client(), answer["refresh_token"]).status_code == 200


def test_an_anchor_cannot_be_deleted_from_under_its_tokens(web: RelyingParty, user_agent: Client) -> None:
    web.tokens(user_agent, scope=SCOPE)
    with pytest.raises(RestrictedError):
        Grant.objects.all().delete()


def test_deleting_the_person_or_the_client_takes_the_family_along(
    web: RelyingParty, user_agent: Client, alice: User
) -> None:
    web.tokens(user_agent, scope=SCOPE)
    Application.objects.get(pk=web.application.pk).delete()
    assert rows() == (0, 0, 0)


@pytest.mark.parametrize("by_family", [True, False])
def test_the_toolkits_revocation_ends_the_whole_family(web: RelyingParty, user_agent: Client, by_family: bool) -> None:
    answer = web.tokens(user_agent, scope=SCOPE)
    row = RefreshToken.objects.get()
    if by_family:
        RefreshToken.revoke_family(row.token_family)
    else:
        row.revoke()
    headers = {"authorization": f"Bearer {answer['access_token']}"}
    assert Client().get("/o/userinfo/", headers=headers).status_code == 401
    assert web.refresh(Client(), answer["refresh_token"]).status_code == 400


def test_the_toolkits_revocation_of_an_access_token_ends_that_one(web: RelyingParty, user_agent: Client) -> None:
    answer = web.tokens(user_agent, scope=SCOPE)
    AccessToken.objects.get().revoke()
    headers = {"authorization": f"Bearer {answer['access_token']}"}
    assert Client().get("/o/userinfo/", headers=headers).status_code == 401
    assert web.refresh(Client(), answer["refresh_token"]).status_code == 200


def test_what_was_remembered_for_a_while_goes(db: None) -> None:
    now, jti = timezone.now(), uuid4()
    assert RevokedToken.objects.revoke(jti, expires=now + timedelta(minutes=5))
    assert not RevokedToken.objects.revoke(jti, expires=now + timedelta(minutes=5))
    assert UsedIdentifier.objects.use("proof", "x", expires=now + timedelta(minutes=5))
    InitialAccessToken.objects.create(digest="a" * 64, label="One", expires=now + timedelta(minutes=5))
    kinds = ("revoked_tokens", "used_identifiers", "initial_access_tokens")
    assert [purge()[kind] for kind in kinds] == [0, 0, 0]
    with time_machine.travel(now + timedelta(minutes=6), tick=False):
        deleted = purge()
    assert [deleted[kind] for kind in kinds] == [1, 1, 1]


def test_what_was_to_be_told_stays_to_be_seen_for_a_day(web: RelyingParty) -> None:
    now = timezone.now()
    LogoutDelivery.objects.create(
        application=web.application, subject="x", next_attempt=now, expires=now + timedelta(hours=24)
    )
    for hours, gone in ((25, 0), (47, 0), (49, 1)):
        with time_machine.travel(now + timedelta(hours=hours), tick=False):
            assert purge()["logout_deliveries"] == gone


@pytest.mark.parametrize("wants_to_hear", [True, False])
def test_a_grant_is_kept_as_long_as_its_client_is_to_be_told_of_the_end_of_the_sign_in(
    register: Callable[..., RelyingParty], user_agent: Client, wants_to_hear: bool
) -> None:
    uri = "https://app.example.org/logout" if wants_to_hear else ""
    party = register(backchannel_logout_uri=uri, grant_types="authorization_code")
    party.tokens(user_agent, scope=SCOPE)
    now = timezone.now()
    Grant.objects.update(expires=now)
    with time_machine.travel(now + timedelta(days=3), tick=False):
        assert purge()["grants"] == (not wants_to_hear)
    with time_machine.travel(now + timedelta(days=100), tick=False):
        assert purge()["grants"] == wants_to_hear
