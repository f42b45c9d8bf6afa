"""/account/delete/: everything that acts as the person is dead at once; then the account is kept, or gone."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core import mail
from django.core.management import call_command
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent, User
from accounts.roles import Role
from accounts.services.people import change_user
from accounts.services.roles import grant_role
from oauth_server.protocol.models import Application, Grant, LogoutDelivery
from resources.models import Employee, Report, Todo
from tests.flows.conftest import PASSWORD, sign_in
from tests.flows.guarded_api.callers import Caller, drf_token_of, jwt_of, session_of
from tests.flows.guarded_api.keys import key_of
from tests.flows.oauth import RelyingParty

PAGE = "/account/delete/"
CONFIRMED = {"username": "alice"}
LATER = timedelta(days=15)


Mailed = Callable[..., AbstractContextManager[Any]]


@pytest.fixture
def mailed(django_capture_on_commit_callbacks: Mailed) -> Mailed:
    """Return what lets the mails go that wait for the end of a transaction."""
    return django_capture_on_commit_callbacks


@pytest.fixture
def verified(alice: User) -> User:
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    return alice


def close(user_agent: Client, name: str = "alice") -> Any:
    answer = user_agent.post(PAGE, {"username": name})
    assert (answer.status_code, answer["Location"]) == (302, "/"), answer.content
    return answer


def leaving(login: str = "alice") -> Client:
    """Return a browser whose person has signed in to an account that they are deleting."""
    browser = Client()
    assert browser.post("/accounts/login/", {"login": login, "password": PASSWORD})["Location"] == PAGE
    return browser


def rows_of(user: User) -> Iterator[Model]:
    """Yield every row of every model that points to a person."""
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if field.many_to_one and field.concrete and field.related_model is User:
                yield from model._base_manager.filter(**{field.name: user.pk})


def state(user: User) -> dict[str, Any]:
    return dict(User.objects.values().get(pk=user.pk))


def test_the_page_wants_a_recent_sign_in(alice: User, user_agent: Client) -> None:
    assert Client().get(PAGE)["Location"] == f"/accounts/login/?next={PAGE}"
    before = state(alice)
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        for answer in (user_agent.get(PAGE), user_agent.post(PAGE, CONFIRMED)):
            assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert state(alice) == before


def test_the_page_says_what_goes(alice: User, user_agent: Client, web: RelyingParty) -> None:
    web.tokens(user_agent)
    Todo.objects.create(user=alice, title="x")
    Application.objects.filter(pk=web.application.pk).update(user=alice)
    said = user_agent.get(PAGE).content.decode()
    for words in ("1 to-do entry", "1 connected application", "1 application that you registered", "After 14 days"):
        assert words in said


@pytest.mark.parametrize(
    "typed", ["", "bob", "alice@example.org", "x" * 5000, "ali\x00ce"], ids=["none", "bob", "address", "long", "nul"]
)
def test_without_the_name_nothing_happens(alice: User, user_agent: Client, typed: str) -> None:
    before = state(alice)
    assert user_agent.post(PAGE, {"username": typed}).status_code == 400
    assert state(alice) == before


def api_key_of(name: str) -> Caller:
    return key_of(name, ["account:read"])


@pytest.mark.parametrize("credential", [session_of, jwt_of, drf_token_of, api_key_of])
def test_every_credential_is_refused_on_the_next_request(
    alice: User, user_agent: Client, credential: Callable[[str], Caller]
) -> None:
    caller = credential("alice")
    assert caller.get("/api/protected/").status_code == 200
    close(user_agent)
    assert caller.get("/api/protected/").status_code in (401, 403)
    assert user_agent.get("/api/protected/").status_code == 401


def test_grants_refreshes_and_codes_are_dead_and_clients_are_told(
    alice: User, user_agent: Client, register: Callable[..., RelyingParty]
) -> None:
    party = register(backchannel_logout_uri="https://rp.example.org/out", backchannel_logout_session_required=True)
    tokens = party.tokens(user_agent, scope="openid offline_access account:read")
    close(user_agent)
    assert party.refresh(Client(), tokens["refresh_token"]).status_code == 400
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert Client().get("/api/protected/", headers=bearer).status_code == 401
    assert Client().get("/o/userinfo/", headers=bearer).status_code == 401
    assert LogoutDelivery.objects.filter(application=party.application).exists()


@pytest.mark.parametrize("path", ["/api/token/", "/api/jwt/token/", "/api/jwt/sliding/", "/api/login/"])
def test_the_doors_of_json_answer_as_for_a_disabled_account(alice: User, user_agent: Client, path: str) -> None:
    close(user_agent)
    body = {"username": "alice", "password": PASSWORD}
    assert Client().post(path, body, content_type="application/json").status_code == 401


def test_signing_in_opens_one_page_only(alice: User, user_agent: Client) -> None:
    close(user_agent)
    browser = leaving()
    assert "Keep my account" in browser.get(PAGE).content.decode()
    assert browser.get("/api/whoami/").status_code == 401
    assert "alice" not in browser.get("/").content.decode()
    for path in ("/account/", "/accounts/email/", "/accounts/2fa/"):
        assert browser.get(path)["Location"].startswith("/accounts/login/")
    assert not AuditEvent.objects.filter(event="signed_in", person=alice.audit_key, id__gt=_closed(alice)).exists()


def _closed(user: User) -> int:
    return AuditEvent.objects.get(event="deletion_asked", person=user.audit_key).pk


def test_the_account_is_kept_within_the_delay(verified: User, user_agent: Client, mailed: Mailed) -> None:
    caller = jwt_of("alice")
    close(user_agent)
    browser = leaving()
    with mailed(execute=True):
        assert browser.post(PAGE, {"decision": "keep"})["Location"] == "/account/"
    assert browser.get("/api/whoami/").json()["username"] == "alice"
    assert caller.get("/api/protected/").status_code == 401
    verified.refresh_from_db()
    assert (verified.is_active, verified.deletion_due) == (True, None)
    with time_machine.travel(timezone.now() + LATER):
        call_command("purge")
    assert User.objects.filter(pk=verified.pk).exists()
    assert "You keep your account at localhost:8000" in [letter.subject for letter in mail.outbox]


def test_leaving_changes_nothing_and_forgets_the_browser(alice: User, user_agent: Client) -> None:
    close(user_agent)
    browser, before = leaving(), state(alice)
    assert browser.post(PAGE, {"decision": "leave"})["Location"] == "/"
    assert browser.post(PAGE, {"decision": "keep"})["Location"].startswith("/accounts/login/")
    assert state(alice) == before


def test_who_signs_in_there_after_decides_nothing_for_them(alice: User, user_agent: Client, db: None) -> None:
    User.objects.create_user("bob", "bob@example.org", PASSWORD)
    close(user_agent)
    browser = sign_in(leaving(), "bob")
    assert "Delete your account" in browser.get(PAGE).content.decode()
    browser.post(PAGE, {"decision": "keep"})
    assert not User.objects.get(pk=alice.pk).is_active
    assert browser.get("/api/whoami/").json()["username"] == "bob"


def test_the_proof_is_good_for_a_quarter_of_an_hour(alice: User, user_agent: Client) -> None:
    close(user_agent)
    browser = leaving()
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert browser.post(PAGE, {"decision": "keep"})["Location"].startswith("/accounts/login/")
    assert not User.objects.get(pk=alice.pk).is_active


def test_of_two_browsers_the_second_finds_it_decided(alice: User, user_agent: Client) -> None:
    second = sign_in(Client(), "alice")
    close(user_agent)
    assert second.post(PAGE, CONFIRMED)["Location"].startswith("/accounts/login/")
    one, other = leaving(), leaving()
    assert one.post(PAGE, {"decision": "keep"})["Location"] == "/account/"
    assert other.post(PAGE, {"decision": "keep"})["Location"].startswith("/accounts/login/")
    assert AuditEvent.objects.filter(event="account_kept").count() == 1


def test_the_link_in_the_mail_keeps_it_and_signs_nobody_in(verified: User, user_agent: Client, mailed: Mailed) -> None:
    with mailed(execute=True):
        close(user_agent)
    [letter] = mail.outbox
    assert letter.subject == "Your account at localhost:8000 will be deleted"
    link = next(word for word in letter.body.split() if "/keep/" in word).removeprefix("http://localhost:8000")
    browser = Client()
    assert "Keep the account" in browser.get(link).content.decode()
    assert not User.objects.get(pk=verified.pk).is_active
    assert browser.post(link)["Location"] == "/accounts/login/"
    assert User.objects.get(pk=verified.pk).is_active
    assert browser.get("/api/whoami/").status_code == 401
    assert browser.get(link).status_code == 404


@pytest.mark.parametrize("key", ["x", "1:2:3", "%00", "é" * 300], ids=["x", "signed", "nul", "long"])
def test_no_other_link_does(alice: User, user_agent: Client, key: str) -> None:
    close(user_agent)
    assert Client().post(f"{PAGE}keep/{key}/").status_code == 404
    assert not User.objects.get(pk=alice.pk).is_active


def test_after_the_delay_nobody_keeps_it(alice: User, user_agent: Client) -> None:
    close(user_agent)
    with time_machine.travel(timezone.now() + LATER):
        answer = Client().post("/accounts/login/", {"login": "alice", "password": PASSWORD})
        assert answer.status_code == 200
    assert not User.objects.get(pk=alice.pk).is_active


def test_an_administrator_who_disables_it_ends_the_owners_word(alice: User, user_agent: Client) -> None:
    from accounts.services.credentials import disable_user, enable_user  # noqa: PLC0415 - what the administration does

    close(user_agent)
    browser = leaving()
    enable_user(user=alice, by=None)
    disable_user(user=alice, by=None)
    assert browser.post(PAGE, {"decision": "keep"})["Location"].startswith("/accounts/login/")
    with time_machine.travel(timezone.now() + LATER):
        call_command("purge")
    assert not User.objects.get(pk=alice.pk).is_active


def test_of_two_browsers_that_close_it_at_once_the_second_is_signed_out(
    alice: User, user_agent: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def last(user: User) -> bool:
        User.objects.filter(pk=user.pk).update(is_active=False)  # what the other browser does in between
        return False

    monkeypatch.setattr("accounts.services.deletion.is_last_administrator", last)
    close(user_agent)


def test_disabling_what_its_owner_has_closed_is_the_administrators_word(alice: User, user_agent: Client) -> None:
    adam = User.objects.create_user("adam")
    grant_role(user=adam, role=Role.ADMIN)
    close(user_agent)
    browser = leaving()
    change_user(user=alice, by=adam, is_active=False)
    browser.post(PAGE, {"decision": "keep"})
    assert not User.objects.get(pk=alice.pk).is_active


def test_when_it_is_due_every_row_goes(
    verified: User,
    user_agent: Client,
    bob_user_agent: Client,
    register: Callable[..., RelyingParty],
    mailed: Mailed,
) -> None:
    register().tokens(user_agent, scope="openid offline_access account:read")
    for credential in (jwt_of, drf_token_of, api_key_of):
        credential("alice")
    Todo.objects.create(user=verified, title="mine")
    report = Report.objects.create(author=verified, title="stays", body="x")
    record = Employee.objects.create(user=verified, name="Alice")
    user_agent.get("/api/admin-content/")
    application = register(user=verified).application
    key = verified.audit_key
    assert [*rows_of(verified)]
    close(user_agent)
    call_command("purge")
    assert User.objects.filter(pk=verified.pk).exists()
    with time_machine.travel(timezone.now() + LATER), mailed(execute=True):
        call_command("purge")
    assert not User.objects.filter(username="alice").exists()
    assert not [*rows_of(verified)]
    assert not Application.objects.filter(pk=application.pk).exists()
    report.refresh_from_db()
    record.refresh_from_db()
    assert (report.author_id, record.user_id) == (None, None)
    assert User.objects.filter(username="bob").exists()
    event = AuditEvent.objects.get(event="user_deleted")
    assert (event.person, event.actor, event.detail) == (key, None, {})
    assert [letter.to for letter in mail.outbox] == [["alice@example.org"]]


def test_a_name_given_anew_gets_nothing_of_the_old_one(alice: User, user_agent: Client) -> None:
    token = drf_token_of("alice")
    close(user_agent)
    with time_machine.travel(timezone.now() + LATER):
        call_command("purge")
    again = User.objects.create_user("alice", "other@example.org", PASSWORD)
    assert again.subject != alice.subject
    assert token.get("/api/protected/").status_code == 401


def test_the_last_administrator_stays(alice: User, user_agent: Client) -> None:
    grant_role(user=alice, role=Role.ADMIN)
    before = state(alice)
    for answer in (user_agent.get(PAGE), user_agent.post(PAGE, CONFIRMED)):
        assert "You are the only administrator" in answer.content.decode()
    assert state(alice) == before


def test_of_two_administrators_one_can_leave(alice: User, user_agent: Client, bob_user_agent: Client) -> None:
    for name in ("alice", "bob"):
        grant_role(user=User.objects.get(username=name), role=Role.ADMIN)
    close(user_agent)
    assert "You are the only administrator" in bob_user_agent.post(PAGE, {"username": "bob"}).content.decode()
    assert Grant.objects.count() == 0
