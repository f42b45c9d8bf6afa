"""`request.user` and the sign-in behind it: who the browser is, at the price of one statement."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth import login, logout
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Session, User
from accounts.roles import Role
from accounts.services import credentials
from accounts.services.roles import grant_role
from accounts.services.sign_in import end_session, sign_in_of
from accounts.tokens import browser_session
from oauth_server.vocabulary import TokenRefused
from tests.accounts.conftest import statements

Requests = Callable[..., HttpRequest]


def seen(request: HttpRequest) -> Any:
    """Return the sign-in of the request, from which `request.user` is made."""
    return sign_in_of(request)


@pytest.fixture
def cookie(alice: User, request_of: Requests) -> str:
    """The cookie of a browser in which Alice is signed in."""
    request = request_of()
    login(request, alice)
    request.session.save()
    return str(request.session.session_key)


def test_who_is_asking_costs_two_statements_with_roles(alice: User, cookie: str, request_of: Requests) -> None:
    grant_role(user=alice, role=Role.HR)
    grant_role(user=alice, role=Role.MANAGER)
    request = request_of(cookie)
    with statements() as made:
        sign_in = seen(request)
        assert request.user.is_authenticated
    assert len(made) == 2
    assert sign_in.roles == {"HR", "Manager"}
    assert (sign_in.user.pk, sign_in.user.username, sign_in.user.subject) == (alice.pk, "alice", alice.subject)
    assert sign_in.amr == ("pwd",)
    assert sign_in.acr == "1"


def test_nobody_asking_costs_nothing(cookie: str, request_of: Requests) -> None:
    with statements() as made:
        request_of(cookie)
    assert not made


def test_a_browser_without_a_cookie_is_nobody_and_costs_nothing(db: None, request_of: Requests) -> None:
    request = request_of()
    with statements() as made:
        assert seen(request) is None
        assert request.user.is_anonymous
    assert not made


def test_a_made_up_cookie_is_nobody(db: None, request_of: Requests) -> None:
    request = request_of("a" * 32)
    assert seen(request) is None


def test_a_sign_in_is_there_in_the_request_that_made_it(alice: User, request_of: Requests) -> None:
    request = request_of()
    assert seen(request) is None
    login(request, alice)
    sign_in = seen(request)
    assert sign_in.user.pk == alice.pk
    assert str(sign_in.sid) == request.session["sid"]


def test_it_is_gone_in_the_request_that_signed_out(cookie: str, request_of: Requests) -> None:
    request = request_of(cookie)
    logout(request)
    assert seen(request) is None
    assert request.user.is_anonymous
    assert Session.objects.get().ended_at is not None


def test_another_person_in_the_same_browser_is_themselves(bob: User, cookie: str, request_of: Requests) -> None:
    request = request_of(cookie)
    login(request, bob)
    assert seen(request).user.pk == bob.pk


def test_signing_in_again_ends_the_sign_in_before(alice: User, cookie: str, request_of: Requests) -> None:
    request = request_of(cookie)
    login(request, alice)
    before, after = Session.objects.order_by("pk")
    assert before.ended_at is not None
    assert after.ended_at is None
    assert seen(request).session_id == after.pk


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
    Session.objects.update(expires=timezone.now())
    assert seen(request_of(cookie)) is None


def test_a_session_of_staff_ends_after_eight_hours(alice: User, request_of: Requests) -> None:
    grant_role(user=alice, role=Role.ADMIN)
    login(request_of(), alice)
    assert Session.objects.get().expires - timezone.now() <= timedelta(hours=8)


def test_a_session_left_alone_for_fourteen_days_ends(cookie: str, request_of: Requests) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=14, seconds=1)):
        assert seen(request_of(cookie)) is None


def test_a_session_in_use_outlives_fourteen_days(cookie: str, request_of: Requests) -> None:
    start = timezone.now()
    for day in range(7, 29, 7):
        with time_machine.travel(start + timedelta(days=day)):
            request = request_of(cookie)
            assert seen(request) is not None
            request.session.save()


def test_use_is_noted_at_most_every_five_minutes(cookie: str, request_of: Requests) -> None:
    start = timezone.now()
    with time_machine.travel(start + timedelta(minutes=4)), statements() as made:
        assert seen(request_of(cookie)) is not None
    assert len(made) == 2
    with time_machine.travel(start + timedelta(minutes=6)):
        assert seen(request_of(cookie)) is not None
    assert Session.objects.get().last_used - start > timedelta(minutes=5)


def test_a_session_made_under_an_older_secret_key_still_counts(
    cookie: str, request_of: Requests, settings: Any
) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret key, of today, and long enough"
    assert seen(request_of(cookie)) is not None
