"""Accounts: staff read them, an Admin disables, enables, deletes and gives roles; no application and no key ever."""

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from tests.flows.conftest import PASSWORD
from tests.flows.guarded_api.callers import Caller, drf_token_of, jwt_of, nobody, oauth2_of, session_of
from tests.flows.guarded_api.conftest import problem
from tests.flows.oauth import RelyingParty
from tests.flows.resources.conftest import NO_SUCH, Hire, pointers

LIST = "/api/v1/users/"
FIELDS = {"id", "username", "email", "is_active", "is_staff", "roles", "date_joined", "last_login"}


def address(user: User) -> str:
    return f"{LIST}{user.pk}/"


def roles(caller: Caller, user: User) -> list[str]:
    return list(caller.get(address(user)).json()["roles"])


@pytest.fixture
def staff(hire: Hire) -> Caller:
    """Somebody of the staff who is no Admin."""
    hire("stan", is_staff=True)
    return jwt_of("stan")


def test_staff_read_the_accounts_and_no_secret_of_theirs(staff: Caller, alice: User, hire: Hire) -> None:
    hire("mona", Role.MANAGER, Role.HR)
    listed = {entry["username"]: entry for entry in staff.get(LIST).json()["results"]}
    assert set(listed) == {"stan", "alice", "mona"}
    assert all(set(entry) == FIELDS for entry in listed.values())
    assert listed["mona"]["roles"] == ["HR", "Manager"]
    assert (listed["stan"]["is_staff"], listed["alice"]["is_staff"]) == (True, False)
    assert staff.get(address(alice)).json() == listed["alice"]
    text = staff.get(LIST).content.decode()
    assert str(alice.subject) not in text
    assert str(alice.audit_key) not in text
    assert "argon2" not in text


def test_nobody_else_reads_them(hers: Caller, manager: Caller, hr: Caller, alice: User) -> None:
    for caller, status in ((hers, 403), (manager, 403), (hr, 403), (nobody(), 401)):
        assert caller.get(LIST).status_code == status
        assert caller.get(address(alice)).status_code == status


@pytest.mark.parametrize(("method", "body"), [("PATCH", {"is_active": False}), ("DELETE", None)])
def test_staff_who_are_no_admin_write_nothing(staff: Caller, alice: User, method: str, body: Any) -> None:
    assert staff.call(method, address(alice), body).status_code == 403
    assert User.objects.get(pk=alice.pk).is_active


def test_a_disabled_account_is_dead_at_once_and_comes_back_without_its_tokens(
    admin: Caller, hers: Caller, alice: User
) -> None:
    disabled = admin.call("PATCH", address(alice), {"is_active": False})
    assert (disabled.status_code, disabled.json()["is_active"]) == (200, False)
    assert hers.get("/api/protected/").status_code == 401
    assert admin.call("PATCH", address(alice), {"is_active": True}).json()["is_active"] is True
    assert hers.get("/api/protected/").status_code == 401
    assert jwt_of("alice").get("/api/protected/").status_code == 200


def test_a_deleted_account_takes_everything_with_it(
    admin: Caller, hers: Caller, alice: User, web: RelyingParty, user_agent: Client
) -> None:
    tokens = web.tokens(user_agent, scope="openid account:read offline_access")
    assert admin.call("DELETE", address(alice)).status_code == 204
    assert hers.get("/api/protected/").status_code == 401
    assert user_agent.get("/api/protected/").status_code == 401
    bearer = {"authorization": f"Bearer {tokens['access_token']}"}
    assert Client().get("/api/whoami/", headers=bearer).status_code == 401
    assert web.refresh(Client(), tokens["refresh_token"]).status_code == 400
    assert admin.get(address(alice)).status_code == 404


def test_roles_are_given_and_taken_and_count_at_the_next_request(admin: Caller, hers: Caller, alice: User) -> None:
    assert hers.get("/api/hr-content/").status_code == 403
    given = admin.call("PATCH", address(alice), {"roles": ["HR", "Manager", "HR"]})
    assert (given.status_code, given.json()["roles"]) == (200, ["HR", "Manager"])
    assert hers.get("/api/hr-content/").status_code == 200
    assert admin.call("PATCH", address(alice), {"roles": ["Manager"]}).json()["roles"] == ["Manager"]
    assert hers.get("/api/hr-content/").status_code == 403
    assert hers.get("/api/manager-content/").status_code == 200
    assert admin.call("PATCH", address(alice), {"roles": []}).json()["roles"] == []


def test_admin_makes_staff_and_its_end_unmakes_it(admin: Caller, alice: User) -> None:
    assert admin.call("PATCH", address(alice), {"roles": ["Admin"]}).json()["is_staff"] is True
    assert admin.call("PATCH", address(alice), {"roles": []}).json()["is_staff"] is False


def test_who_was_given_a_role_is_told(
    admin: Caller, alice: User, verified: User, django_capture_on_commit_callbacks: Any
) -> None:
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        admin.call("PATCH", address(alice), {"roles": ["HR"]})
    (told,) = mail.outbox
    assert told.to == ["alice@example.org"]
    assert "You now hold: HR" in told.body
    with django_capture_on_commit_callbacks(execute=True):
        admin.call("PATCH", address(alice), {"roles": ["HR"]})
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("broken", [ConnectionRefusedError, TimeoutError])
def test_a_mail_that_cannot_be_sent_takes_no_role_back(
    admin: Caller,
    alice: User,
    broken: type[Exception],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise broken

    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", fail)
    assert admin.call("PATCH", address(alice), {"roles": ["HR"]}).status_code == 200
    assert roles(admin, alice) == ["HR"]


def test_roles_need_a_sign_in_that_is_recent(admin: Caller, alice: User) -> None:
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        there = jwt_of("adam")
        late = session_of("adam")
    with time_machine.travel(timezone.now() + timedelta(minutes=16 + 14), tick=False):
        assert there.call("PATCH", address(alice), {"roles": ["HR"]}).status_code in {200, 401}
        assert late.call("PATCH", address(alice), {"roles": ["HR"]}).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=16 + 16), tick=False):
        refused = late.call("PATCH", address(alice), {"roles": []})
        problem(refused, 401)
        assert 'error="insufficient_user_authentication"' in refused["WWW-Authenticate"]
        assert "max_age=" in refused["WWW-Authenticate"]
        assert late.call("PATCH", address(alice), {"is_active": True}).status_code == 200
        assert roles(late, alice) == ["HR"]


@pytest.mark.parametrize("body", [{"roles": ["HR"]}, {"roles": None}, {"roles": 7}, {"is_active": False, "roles": []}])
def test_a_script_gives_no_roles_and_nothing_else_in_the_same_body(admin: Caller, alice: User, body: Any) -> None:
    script = drf_token_of("adam")
    problem(script.call("PATCH", address(alice), body), 403)
    assert admin.get(address(alice)).json()["is_active"] is True
    assert script.call("PATCH", address(alice), {"is_active": False}).status_code == 200


@pytest.mark.parametrize(
    "form",
    ["roles=HR", "roles=HR&roles=Manager", "roles[0]=HR", "roles%5B0%5D=HR", "roles=", "is_active=true&roles[9]=HR"],
)
def test_no_spelling_of_a_form_gives_a_script_what_it_may_not(admin: Caller, alice: User, form: str) -> None:
    script = drf_token_of("adam")
    kind = "application/x-www-form-urlencoded"
    sent = script.client.generic("PATCH", address(alice), form, content_type=kind, headers=script.headers)
    problem(sent, 403)
    assert roles(admin, alice) == []


def test_a_form_gives_roles_by_who_may(admin: Caller, alice: User) -> None:
    kind = "application/x-www-form-urlencoded"
    body = "roles=HR&roles=Manager"
    sent = admin.client.generic("PATCH", address(alice), body, content_type=kind, headers=admin.headers)
    assert (sent.status_code, roles(admin, alice)) == (200, ["HR", "Manager"])


@pytest.mark.parametrize(("method", "body"), [("GET", None), ("PATCH", {"is_active": False}), ("DELETE", None)])
def test_no_application_does_it_whatever_its_scopes(
    admin: Caller, third_party: RelyingParty, alice: User, method: str, body: Any
) -> None:
    application = oauth2_of(third_party, "adam", ["admin:read", "account:read", "employees:write"])
    refused = application.call(method, address(alice), body)
    problem(refused, 403)
    assert "insufficient_scope" not in refused.headers.get("WWW-Authenticate", "")
    assert User.objects.get(pk=alice.pk).is_active


@pytest.mark.parametrize("body", [{"roles": []}, {"roles": ["Admin", "HR"]}, {"is_active": False}])
def test_an_admin_changes_nothing_of_their_own(admin: Caller, hire: Hire, body: Any) -> None:
    hire("another", Role.ADMIN)
    adam = User.objects.get(username="adam")
    problem(admin.call("PATCH", address(adam), body), 403)
    problem(admin.call("DELETE", address(adam)), 403)
    assert (roles(admin, adam), admin.get(address(adam)).json()["is_active"]) == (["Admin"], True)


def test_an_admin_touches_no_superuser_and_a_superuser_does(admin: Caller, hire: Hire) -> None:
    root = User.objects.create_superuser("root", password=PASSWORD)
    for method, body in (("PATCH", {"is_active": False}), ("PATCH", {"roles": ["HR"]}), ("DELETE", None)):
        problem(admin.call(method, address(root), body), 403)
    assert User.objects.get(pk=root.pk).is_active
    User.objects.filter(pk=hire("eva", Role.ADMIN).pk).update(is_superuser=True)
    assert jwt_of("eva").call("PATCH", address(root), {"is_active": False}).status_code == 200


def test_a_superuser_without_the_role_writes_nothing(alice: User) -> None:
    User.objects.create_superuser("root", password=PASSWORD)
    assert jwt_of("root").get(address(alice)).status_code == 200
    assert jwt_of("root").call("PATCH", address(alice), {"is_active": False}).status_code == 403


def test_what_else_a_body_says_has_no_effect(admin: Caller, alice: User) -> None:
    before = User.objects.values().get(pk=alice.pk)
    body = dict.fromkeys(before, 1) | {
        "groups": [1],
        "user_permissions": [1],
        "is_superuser": True,
        "is_staff": True,
    }
    del body["is_active"]
    assert admin.call("PATCH", address(alice), body).status_code == 200
    assert User.objects.values().get(pk=alice.pk) == before


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"is_active": "perhaps"}, ["#/is_active"]),
        ({"is_active": None}, ["#/is_active"]),
        ({"is_active": []}, ["#/is_active"]),
        ({"roles": None}, ["#/roles"]),
        ({"roles": "HR"}, ["#/roles"]),
        ({"roles": {"HR": True}}, ["#/roles"]),
        ({"roles": ["HR", "King"]}, ["#/roles/1"]),
        ({"roles": [["HR"], {}, None, 7, "a\x00"]}, [f"#/roles/{number}" for number in range(5)]),
        ({"roles": ["HR"] * 1000}, ["#/roles"]),
        ([], ["#"]),
        ("roles", ["#"]),
        (7, ["#"]),
    ],
)
def test_a_fault_is_named_by_its_field(admin: Caller, alice: User, body: Any, expected: list[str]) -> None:
    assert pointers(admin.call("PATCH", address(alice), body)) == expected
    assert roles(admin, alice) == []


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_an_account_is_not_replaced(admin: Caller, alice: User, method: str) -> None:
    refused = admin.call(method, address(alice), {"is_active": False})
    assert (refused.status_code, refused["Allow"]) == (405, "GET, PATCH, DELETE")
    assert admin.post(LIST, {"username": "new"}).status_code == 405


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_an_account_that_is_not_there_is_404(admin: Caller, method: str) -> None:
    assert admin.call(method, f"{LIST}{NO_SUCH}/", {"is_active": False}).status_code == 404


def test_a_session_needs_its_csrf_token(admin: Caller, alice: User) -> None:
    browser = session_of("adam")
    bare = Caller(browser.client)
    problem(bare.call("PATCH", address(alice), {"roles": ["Admin"]}), 403)
    body = json.dumps({"roles": ["HR"]})
    assert browser.client.generic("DELETE", address(alice), body).status_code == 403
    assert browser.call("PATCH", address(alice), {"roles": ["HR"]}).status_code == 200
