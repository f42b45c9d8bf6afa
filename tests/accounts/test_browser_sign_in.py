"""Signing in and out in a browser, and what a change of password does to it."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import Session, User
from accounts.roles import Role
from accounts.services import credentials
from accounts.services.guessing import LIMIT
from accounts.services.roles import grant_role
from accounts.services.sign_out import end_session
from tests.accounts.conftest import PASSWORD, post, sign_in

NEW = "another long password"


def who(client: Client) -> int:
    return client.get("/api/protected/").status_code


def test_signing_in_opens_a_session_that_says_how_and_where(alice: User, client: Client) -> None:
    answer = client.post(
        "/accounts/login/", {"login": "alice", "password": PASSWORD}, headers={"user-agent": "Firefox " + "x" * 400}
    )
    assert answer.status_code == 302
    session = Session.objects.get()
    assert (session.user, session.amr, session.acr, session.address) == (alice, ["pwd"], "1", "127.0.0.1")
    assert len(session.user_agent) == 300
    assert who(client) == 200


def test_signing_in_gives_a_new_cookie(alice: User, client: Client) -> None:
    client.get("/accounts/login/")
    session = client.session
    session["before"] = True
    session.save()
    before = client.cookies["sessionid"].value
    sign_in(client)
    assert client.cookies["sessionid"].value != before


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(alice: User, client: Client) -> None:
    cookie = sign_in(client).cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["domain"]


def test_signing_out_ends_the_session_on_the_server(alices: Client) -> None:
    cookie = alices.cookies["sessionid"].value
    assert alices.post("/accounts/logout/").status_code == 302
    assert Session.objects.get().ended_at is not None
    alices.cookies["sessionid"] = cookie
    assert who(alices) == 401


def test_a_page_of_a_disabled_account_is_the_sign_in_page(alice: User, alices: Client) -> None:
    credentials.disable_user(user=alice, by=None)
    assert alices.get("/accounts/password/change/")["Location"].startswith("/accounts/login/")
    assert sign_in(alices).status_code == 200


def test_signing_in_again_before_something_sensitive_moves_auth_time(alices: Client) -> None:
    before = Session.objects.get().auth_time
    later = timezone.now() + timedelta(hours=1)
    with time_machine.travel(later):
        assert alices.post("/accounts/reauthenticate/", {"password": "wrong"}).status_code == 200
        assert Session.objects.get().auth_time == before
        assert alices.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302
    session = Session.objects.get()
    assert session.auth_time - before >= timedelta(hours=1)
    assert session.ended_at is None


def test_guessing_there_counts_like_everywhere(alices: Client, settings: Any) -> None:
    statuses = [alices.post("/accounts/reauthenticate/", {"password": "wrong"}).status_code for _ in range(LIMIT + 1)]
    assert statuses[-1] == 429


def change(client: Client, old: str = PASSWORD) -> Any:
    return client.post("/accounts/password/change/", {"oldpassword": old, "password1": NEW, "password2": NEW})


def test_a_new_password_needs_the_old_one(alice: User, alices: Client) -> None:
    assert change(alices, old="wrong").status_code == 200
    assert User.objects.get().check_password(PASSWORD)


def test_a_new_password_ends_everything_but_this_session(
    alice: User, alices: Client, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    sign_in(client)
    pair = post(Client(), "/api/jwt/token/", {"username": "alice", "password": PASSWORD}).json()
    token = post(Client(), "/api/token/", {"username": "alice", "password": PASSWORD}).json()["token"]
    cookie = alices.cookies["sessionid"].value
    with django_capture_on_commit_callbacks(execute=True):
        assert change(alices).status_code == 302
    assert who(alices) == 200
    assert alices.cookies["sessionid"].value != cookie
    assert who(client) == 401
    fresh = Client()
    assert fresh.get("/api/protected/", headers={"authorization": f"Bearer {pair['access']}"}).status_code == 401
    assert fresh.get("/api/protected/", headers={"authorization": f"Token {token}"}).status_code == 401
    assert [message.to for message in mail.outbox] == [["alice@example.org"]]


def test_the_session_that_stays_can_still_be_ended_by_others(alices: Client) -> None:
    change(alices)
    end_session(session_id=Session.objects.get(ended_at=None).pk, reason="test")
    assert not alices.session.keys()
    assert who(alices) == 401


def link(pattern: str) -> str:
    found = re.search(pattern, str(mail.outbox[-1].body))
    assert found is not None
    return found[0]


def reset(client: Client, path: str) -> Any:
    form = client.get(path, follow=True)
    return client.post(
        form.redirect_chain[-1][0] if form.redirect_chain else path, {"password1": NEW, "password2": NEW}
    )


def test_a_forgotten_password_is_reset_once_and_nothing_stays(alice: User, alices: Client, client: Client) -> None:
    client.post("/accounts/password/reset/", {"email": "Alice@example.org"})
    assert mail.outbox[-1].to == ["alice@example.org"]
    path = link(r"/accounts/password/reset/key/\S+")
    assert reset(client, path).status_code == 302
    assert User.objects.get().check_password(NEW)
    assert who(alices) == 401
    assert not Session.objects.filter(ended_at=None).exists()
    again = Client()
    assert b"password1" not in again.get(path, follow=True).content


def test_a_reset_link_lasts_fifteen_minutes(alice: User, client: Client) -> None:
    client.post("/accounts/password/reset/", {"email": "alice@example.org"})
    path = link(r"/accounts/password/reset/key/\S+")
    with time_machine.travel(timezone.now() + timedelta(minutes=15, seconds=1)):
        assert b"password1" not in client.get(path, follow=True).content


@pytest.mark.parametrize("email", ["bob@example.org", "nobody@example.org", "alice@example.org"])
def test_asking_for_a_reset_is_answered_alike(alice: User, bob: User, client: Client, email: str) -> None:
    answer = client.post("/accounts/password/reset/", {"email": email}, follow=True)
    assert (answer.status_code, answer.redirect_chain) == (200, [("/accounts/password/reset/done/", 302)])
    assert len(mail.outbox) == 1
    assert ("/accounts/password/reset/key/" in str(mail.outbox[0].body)) is (email == "alice@example.org")


def test_staff_signs_in_to_the_administration_by_the_page_that_all_use(alice: User, alices: Client) -> None:
    assert Client().get("/admin/", follow=True).redirect_chain[-1][0].startswith("/accounts/login/")
    assert alices.get("/admin/", follow=True).status_code == 403
    grant_role(user=alice, role=Role.ADMIN)
    assert alices.get("/admin/").status_code == 200


def test_a_sign_in_form_without_its_csrf_token_is_refused(alice: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict).status_code == 403
