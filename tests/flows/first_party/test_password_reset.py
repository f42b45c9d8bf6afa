"""POST /api/password/reset/ and confirm/: a forgotten password, as the pages have it."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.client import MULTIPART_CONTENT
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from tests.flows.conftest import PASSWORD
from tests.flows.first_party.conftest import NEW_PASSWORD, opens, sliding_of
from tests.flows.guarded_api.callers import browser_of, drf_key_of, jwt_pair_of, nobody, session_of
from tests.flows.guarded_api.conftest import problem
from tests.flows.oauth import ISSUER, RelyingParty

RESET, CONFIRM = "/api/password/reset/", "/api/password/reset/confirm/"


def asked(email: str = "alice@example.org", **headers: str) -> Any:
    answer = nobody().post(RESET, {"email": email}, **headers)
    assert answer.status_code == 200, answer.content
    return answer


def link() -> dict[str, str]:
    """Ask for a link; return what stands in the last mail."""
    asked()
    found = re.search(rf"{ISSUER}/accounts/password/reset/key/([0-9a-z]+)-(\S+)/", str(mail.outbox[-1].body))
    assert found is not None
    return {"uid": found[1], "token": found[2], "new_password": NEW_PASSWORD}


def signs_in(password: str) -> bool:
    return bool(nobody().post("/api/token/", {"username": "alice", "password": password}).status_code == 200)


def test_a_known_and_an_unknown_address_are_answered_alike(verified: User) -> None:
    User.objects.create_user("bob", "bob@example.org", PASSWORD)
    emails = ["alice@example.org", "Alice@Example.org", "bob@example.org", "nobody@example.org"]
    answers = [asked(email) for email in emails]
    assert len({answer.content for answer in answers}) == 1
    assert [message.to for message in mail.outbox] == [[email.lower()] for email in emails]
    assert [f"{ISSUER}/accounts/password/reset/key/" in str(message.body) for message in mail.outbox] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("path", [RESET, "/accounts/password/reset/"])
def test_a_known_and_an_unknown_address_take_the_same_statements(verified: User, path: str) -> None:
    made = []
    for email in ("warm@example.org", "alice@example.org", "nobody@example.org"):
        with CaptureQueriesContext(connection) as statements:
            Client().post(
                path, {"email": email}, content_type="application/json" if path == RESET else MULTIPART_CONTENT
            )
        made.append([re.sub(r"'[^']*'|\b\d+\b", "?", statement["sql"]) for statement in statements])
    assert len(mail.outbox) == 3
    assert made[1] == made[2]


def test_the_link_leads_to_the_issuer_whatever_host_the_request_names(verified: User, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    asked(host="evil.example")
    assert "evil.example" not in str(mail.outbox[-1].body)
    assert f"{ISSUER}/accounts/password/reset/key/" in str(mail.outbox[-1].body)


def test_the_link_sets_the_password_and_signs_nobody_in(verified: User) -> None:
    answer = nobody().post(CONFIRM, link())
    assert answer.status_code == 200, answer.content
    assert set(answer.json()) == {"detail"}
    assert not answer.cookies
    assert signs_in(NEW_PASSWORD)
    assert not signs_in(PASSWORD)


def test_the_link_of_the_mail_opens_the_page_too(verified: User) -> None:
    given = link()
    page = Client().get(f"/accounts/password/reset/key/{given['uid']}-{given['token']}/", follow=True)
    assert b"password1" in page.content


def test_everything_of_the_account_dies(verified: User, web: RelyingParty) -> None:
    pair, key, sliding, session = jwt_pair_of("alice"), drf_key_of("alice"), sliding_of("alice"), session_of("alice")
    tokens = web.tokens(browser_of("alice"), scope="openid offline_access account:read")
    given = link()
    assert session.post(CONFIRM, given).status_code == 200
    assert opens(f"Token {key}") == 401
    assert [opens(f"Bearer {token}") for token in (pair["access"], sliding, tokens["access_token"])] == [401] * 3
    assert nobody().post("/api/jwt/token/refresh/", {"refresh": pair["refresh"]}).status_code == 401
    assert session.get("/api/protected/").status_code == 401


def test_a_link_is_good_once(verified: User) -> None:
    given = link()
    assert nobody().post(CONFIRM, given).status_code == 200
    problem(nobody().post(CONFIRM, given | {"new_password": "a third long password"}), 401)
    assert signs_in(NEW_PASSWORD)


def test_a_link_lasts_fifteen_minutes(verified: User) -> None:
    given = link()
    with time_machine.travel(timezone.now() + timedelta(minutes=15, seconds=1)):
        problem(nobody().post(CONFIRM, given), 401)
    assert signs_in(PASSWORD)


def test_a_password_that_may_not_be_had_is_400_and_the_link_stays_good(verified: User) -> None:
    given = link()
    answer = nobody().post(CONFIRM, given | {"new_password": "short"})
    assert problem(answer, 400)["errors"][0]["pointer"] == "#/new_password"
    assert nobody().post(CONFIRM, given).status_code == 200


def test_the_new_password_is_taken_as_it_is_written(verified: User) -> None:
    assert nobody().post(CONFIRM, link() | {"new_password": "  spaces at both ends  "}).status_code == 200
    assert signs_in("  spaces at both ends  ")
    assert not signs_in("spaces at both ends")


def test_the_link_of_another_person_sets_nothing(verified: User) -> None:
    given = link()
    bob = User.objects.create_user("bob", "bob@example.org", PASSWORD)
    problem(nobody().post(CONFIRM, given | {"uid": format(bob.pk, "x")}), 401)
    assert nobody().post("/api/token/", {"username": "bob", "password": PASSWORD}).status_code == 200


def test_a_disabled_account_gets_no_link_and_uses_none(verified: User) -> None:
    given = link()
    User.objects.filter(pk=verified.pk).update(is_active=False)
    problem(nobody().post(CONFIRM, given), 401)
    asked()
    assert "/password/reset/key/" not in str(mail.outbox[-1].body)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("uid", "zzzzzzzzzzzzz"),
        ("uid", "zzzzzzzzzzzzzz"),
        ("uid", "-1"),
        ("uid", "é"),
        ("uid", "0"),
        ("token", "x"),
        ("token", "a-b"),
        ("token", "é-é"),
        ("token", "zzzzzzzzzzzzzz-b"),
    ],
)
def test_a_link_of_any_other_make_is_401(verified: User, field: str, value: str) -> None:
    problem(nobody().post(CONFIRM, link() | {field: value}), 401)
    assert signs_in(PASSWORD)


@pytest.mark.parametrize("value", [None, [], {}, "", "a\x00b", True, "x" * 2000])
def test_a_field_of_another_type_is_400(verified: User, value: object) -> None:
    answer = nobody().post(CONFIRM, {"uid": value, "token": value, "new_password": value})
    assert len(problem(answer, 400)["errors"]) == 3
    problem(nobody().post(RESET, {"email": value}), 400)
    assert not mail.outbox


def test_an_address_gets_five_mails_a_minute_known_or_not(verified: User) -> None:
    for email in ("alice@example.org", "nobody@example.org"):
        for _ in range(5):
            asked(email)
        answer = nobody().post(RESET, {"email": email.upper()})
        problem(answer, 429)
        assert int(answer["Retry-After"]) > 0
    assert len(mail.outbox) == 10


def test_a_client_asks_for_twenty_addresses_a_minute(db: None) -> None:
    for number in range(20):
        asked(f"nobody{number}@example.org")
    answer = nobody().post(RESET, {"email": "nobody@example.org"})
    problem(answer, 429)
    assert int(answer["Retry-After"]) > 0


def test_a_client_tries_twenty_links_a_minute(verified: User) -> None:
    given = link()
    for _ in range(20):
        problem(nobody().post(CONFIRM, given | {"token": "x"}), 401)
    answer = nobody().post(CONFIRM, given)
    problem(answer, 429)
    assert int(answer["Retry-After"]) > 0


@pytest.mark.usefixtures("at_commit")
def test_the_person_is_told_by_mail(verified: User) -> None:
    given = link()
    mail.outbox.clear()
    assert nobody().post(CONFIRM, given).status_code == 200
    assert [message.to for message in mail.outbox] == [["alice@example.org"]]
    assert NEW_PASSWORD not in str(mail.outbox[0].body)
