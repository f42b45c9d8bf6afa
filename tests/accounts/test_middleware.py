"""`request.user` and the sign-in behind it: who the browser is, at the price of one statement (contract: People)."""

from typing import Any

from django.contrib.auth import login, logout

from accounts.models import Session, User
from accounts.roles import Role
from accounts.services.roles import grant_role
from tests.accounts.conftest import Requests, seen, statements


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


def test_a_session_made_under_an_older_secret_key_still_counts(
    cookie: str, request_of: Requests, settings: Any
) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret key, of today, and long enough"
    assert seen(request_of(cookie)) is not None
