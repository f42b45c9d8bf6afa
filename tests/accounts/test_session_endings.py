"""A browser's session is over once its sign-in has ended or its time has run out (contract: The one switch)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import login
from django.utils import timezone

from accounts.models import Session, User
from accounts.roles import Role
from accounts.services import credentials
from accounts.services.roles import grant_role
from accounts.services.sign_in import open_session
from accounts.services.sign_out import end_session
from accounts.tokens import browser_session
from oauth_server.vocabulary import AccessTokenFacts, TokenRefused
from tests.accounts.conftest import Requests, seen, statements


def end(alice: User) -> None:
    end_session(session_id=Session.objects.get().pk, reason="test")


def disable(alice: User) -> None:
    credentials.disable_user(user=alice, by=None)


def disable_by_a_bare_update(alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)


def raise_epoch(alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(credential_epoch=7)


def change_the_hash(alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(password="argon2$another")


def end_the_record_alone(alice: User) -> None:
    Session.objects.update(ended_at=timezone.now())


def delete_the_record(alice: User) -> None:
    Session.objects.all().delete()


@pytest.mark.parametrize(
    "event",
    [
        end,
        disable,
        disable_by_a_bare_update,
        raise_epoch,
        change_the_hash,
        end_the_record_alone,
        delete_the_record,
        lambda alice: alice.delete(),
    ],
)
def test_a_dead_session_is_nobody_at_the_next_request(
    event: Callable[[User], None], alice: User, cookie: str, request_of: Requests
) -> None:
    event(alice)
    request = request_of(cookie)
    assert seen(request) is None
    assert request.user.is_anonymous
    assert request.session.is_empty()


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (end_the_record_alone, "session_ended"),
        (disable_by_a_bare_update, "user_disabled"),
        (raise_epoch, "epoch"),
        (change_the_hash, "epoch"),
        (delete_the_record, "unknown"),
    ],
)
def test_the_api_learns_why(
    event: Callable[[User], None], reason: str, alice: User, cookie: str, request_of: Requests
) -> None:
    event(alice)
    with pytest.raises(TokenRefused, match=reason):
        browser_session.verify(request_of(cookie))


def test_a_session_ends_for_good_after_ninety_days(cookie: str, request_of: Requests) -> None:
    assert Session.objects.get().expires - timezone.now() > timedelta(days=89)
    end = timezone.now() + timedelta(minutes=1)
    Session.objects.update(expires=end)
    with time_machine.travel(end, tick=False), pytest.raises(TokenRefused, match="session_expired"):
        browser_session.verify(request_of(cookie))


def test_a_session_of_staff_ends_after_eight_hours(alice: User, request_of: Requests) -> None:
    grant_role(user=alice, role=Role.ADMIN)
    login(request_of(), alice)
    assert Session.objects.get().expires - timezone.now() <= timedelta(hours=8)


def test_a_session_left_alone_for_fourteen_days_ends(cookie: str, request_of: Requests) -> None:
    with time_machine.travel(Session.objects.get().last_used + timedelta(days=14), tick=False):
        with pytest.raises(TokenRefused, match="session_expired"):
            browser_session.verify(request_of(cookie))
        assert seen(request_of(cookie)) is None


def test_a_session_in_use_outlives_fourteen_days(cookie: str, request_of: Requests) -> None:
    start = timezone.now()
    for day in range(7, 29, 7):
        with time_machine.travel(start + timedelta(days=day)):
            request = request_of(cookie)
            assert seen(request) is not None
            request.session.save()


def test_use_is_noted_at_most_every_five_minutes(cookie: str, request_of: Requests) -> None:
    start = Session.objects.get().last_used
    with time_machine.travel(start + timedelta(minutes=4)), statements() as made:
        assert seen(request_of(cookie)) is not None
    assert len(made) == 2
    with time_machine.travel(start + timedelta(minutes=5), tick=False):
        assert seen(request_of(cookie)) is not None
    assert Session.objects.get().last_used - start == timedelta(minutes=5)


def test_the_end_of_an_idle_session_moves_at_most_once_a_day(cookie: str, request_of: Requests) -> None:
    start, first = timezone.now().replace(microsecond=0), timedelta(minutes=6)
    a_day = first + timedelta(days=1)
    for later, moves in ((first, True), (a_day, False), (a_day + timedelta(minutes=5), True)):
        with time_machine.travel(start + later, tick=False):
            request = request_of(cookie)
            assert seen(request) is not None
            assert request.session.modified is moves
            request.session.save()


def test_a_session_is_read_once_a_request_and_anew_for_another_sign_in(
    alice: User, cookie: str, request_of: Requests
) -> None:
    request, mine = request_of(cookie), Session.objects.get()
    browser_session.verify(request)
    with statements() as again:
        assert browser_session.verify(request) is browser_session.verify(request)
    assert again == []
    request.session[browser_session.SID] = str(open_session(user=alice, amr=["pwd"]).sid)
    facts = browser_session.verify(request)
    assert facts is not None
    assert facts.sid != mine.sid


def test_a_session_says_who_how_when_and_until_when(alice: User, cookie: str, request_of: Requests) -> None:
    Session.objects.update(amr=["pwd", "otp"], acr="2")
    row = Session.objects.get()
    assert browser_session.verify(request_of(cookie)) == AccessTokenFacts(
        user=alice,
        sid=row.sid,
        session_id=row.pk,
        auth_time=row.auth_time,
        amr=("pwd", "otp"),
        acr="2",
        expires=row.expires,
    )
