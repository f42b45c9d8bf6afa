"""Two doors of registration, one room: what they answer, and what a body may not claim (contract: People)."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from accounts.models import Session, User
from accounts.services import registration
from tests.accounts.conftest import PASSWORD, at_api, at_page, post, post_form, sign_in
from tests.flows.mailbox import confirm_address

CODE = re.compile(r"[A-Z]{4}-[A-Z]{4}")


def test_an_account_is_made_and_told_back(client: Client, db: None) -> None:
    answer = at_api(client, email="Carol@Example.org")
    assert answer.status_code == 201
    assert answer.json() == {"username": "carol", "email": "carol@example.org"}
    assert User.objects.get().check_password(PASSWORD)
    assert post(client, "/api/token/", {"username": "carol", "password": PASSWORD}).status_code == 200


def test_the_page_makes_one_and_signs_in_at_once(client: Client, db: None) -> None:
    assert at_page(client).status_code == 302
    assert client.get("/api/protected/").status_code == 200
    assert Session.objects.get().user.username == "carol"


def test_the_json_door_sets_no_cookie_and_answers_alike_whether_or_not_a_mail_goes_out(db: None) -> None:
    answers = [at_api(Client(), username=f"dora{number}", email="dora@example.org") for number in range(6)]
    assert len(mail.outbox) == 5
    first, second = answers[0], answers[-1]
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == {**second.json(), "username": "dora0"}
    assert not first.cookies
    assert not second.cookies
    assert first.headers.keys() == second.headers.keys()


@pytest.mark.parametrize("content_type", ["application/json", "application/x-www-form-urlencoded"])
def test_nothing_else_in_the_body_has_any_effect(client: Client, db: None, content_type: str) -> None:
    claims = {
        "is_staff": True,
        "is_superuser": True,
        "is_active": False,
        "id": 77,
        "groups": [1],
        "roles": ["Admin"],
        "role": "Admin",
        "subject": "00000000-0000-0000-0000-000000000000",
        "credential_epoch": 5,
        "email_verified": True,
        "first_name": "X",
    }
    body = {"username": "carol", "email": "carol@example.org", "password": PASSWORD, **claims}
    answer = (post if "json" in content_type else post_form)(client, "/api/register/", body)
    assert answer.status_code == 201
    user = User.objects.get()
    assert (user.is_staff, user.is_superuser, user.is_active, user.credential_epoch) == (False, False, True, 0)
    assert user.pk != 77
    assert str(user.subject) != claims["subject"]
    assert not user.groups.exists()
    assert not user.email_verified
    assert user.first_name == ""


@pytest.mark.parametrize("door", [at_api, at_page])
def test_a_taken_address_is_answered_like_a_free_one_and_its_owner_is_told(alice: User, door: Any) -> None:
    free = door(Client(), username="dora", email="free@example.org")
    taken = door(Client(), username="erin", email="alice@example.org")
    assert (taken.status_code, taken.headers.get("Location")) == (free.status_code, free.headers.get("Location"))
    to_free, to_taken = mail.outbox
    assert to_free.to == ["free@example.org"]
    assert "onfirm your e-mail address" in to_free.subject
    assert to_taken.to == ["alice@example.org"]
    assert to_taken.subject == "You have an account already"
    assert not CODE.search(str(to_taken.body))


@pytest.mark.parametrize("door", [at_api, at_page])
def test_the_one_who_took_a_taken_address_has_nothing_of_it(alice: User, door: Any) -> None:
    door(Client(), username="erin", email="alice@example.org")
    erin = User.objects.get(username="erin")
    assert not erin.email_verified
    assert EmailAddress.objects.get(email="alice@example.org", verified=True).user == alice
    assert sign_in(Client(), "alice@example.org").status_code == 302
    assert Session.objects.latest("pk").user == alice


@pytest.mark.parametrize("door", [at_api, at_page])
def test_an_address_that_nobody_verified_is_reserved_for_nobody(bob: User, door: Any) -> None:
    client = Client()
    door(client, email="bob@example.org")
    assert mail.outbox[-1].to == ["bob@example.org"]
    if door is at_api:
        sign_in(client, "carol")
    confirm_address(client, "bob@example.org")
    assert User.objects.get(username="carol").email_verified
    assert not User.objects.get(username="bob").email_verified


@pytest.mark.parametrize("name", ["alice", "ALICE", "ａｌｉｃｅ"])  # noqa: RUF001 - another spelling
@pytest.mark.parametrize("door", [at_api, at_page])
def test_a_taken_name_is_refused_in_every_spelling(alice: User, name: str, door: Any) -> None:
    answer = door(Client(), username=name)
    assert answer.status_code == (400 if door is at_api else 200)
    assert User.objects.count() == 1
    assert not mail.outbox


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", "a@b"),
        ("username", "a b"),
        ("username", "x" * 151),
        ("username", "ﷺ" * 20),
        ("email", "no address"),
        ("email", f"{'x' * 250}@example.org"),
        ("email", "a@b@c.example"),
        ("password", "short 7"),
        ("password", "password123"),
        ("password", "x" * 1025),
        ("password", "carol1234"),
    ],
)
@pytest.mark.parametrize("door", [at_api, at_page])
def test_what_is_no_name_address_or_password_is_refused(db: None, field: str, value: str, door: Any) -> None:
    answer = door(Client(), **{field: value})
    assert answer.status_code == (400 if door is at_api else 200)
    assert not User.objects.exists()
    if door is at_api:
        assert {error["pointer"] for error in answer.json()["errors"]} == {f"#/{field}"}


def test_a_name_taken_in_the_meantime_is_refused_like_any_other(
    alice: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registration, "check_username", lambda name: name)
    assert at_api(client, username="Alice").status_code == 400
    assert User.objects.count() == 1


def test_requests_of_one_address_are_limited_at_both_doors_together(db: None) -> None:
    for _ in range(10):
        at_api(Client(), password="short")
        at_page(Client(), password="short")
    assert at_api(Client()).status_code == 429
    assert at_page(Client()).status_code == 429
