"""GET, PATCH /api/profile/: the person's own record, of which names and language are theirs to write."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from accounts.roles import Role
from accounts.services.roles import grant_role
from tests.flows.guarded_api.callers import Caller, drf_token_of, jwt_of, nobody, oauth2_of, session_of
from tests.flows.guarded_api.conftest import problem
from tests.flows.oauth import RelyingParty

PROFILE = "/api/profile/"
RECORD = {
    "username": "alice",
    "email": "alice@example.org",
    "email_verified": False,
    "first_name": "Alice",
    "last_name": "Liddell",
    "locale": "",
    "phone_number": "",
    "postal_address": "",
    "roles": [],
}
MINE = [session_of, jwt_of, drf_token_of]


@pytest.mark.parametrize("caller", MINE)
def test_a_person_reads_and_writes_their_record(alice: User, caller: Callable[[str], Caller]) -> None:
    me = caller("alice")
    assert me.get(PROFILE).json() == RECORD
    answer = me.call("PATCH", PROFILE, {"first_name": "Alicia", "locale": "pt-BR"})
    assert (answer.status_code, answer.json()) == (200, RECORD | {"first_name": "Alicia", "locale": "pt-BR"})
    assert me.get(PROFILE).json() == answer.json()


def test_roles_and_a_verified_address_are_told(verified: User) -> None:
    grant_role(user=verified, role=Role.HR)
    assert jwt_of("alice").get(PROFILE).json() == RECORD | {"email_verified": True, "roles": ["HR"]}


FORBIDDEN: dict[str, Any] = {
    "id": 99,
    "username": "root",
    "email": "mallory@example.org",
    "email_verified": True,
    "roles": ["Admin"],
    "groups": [1],
    "is_staff": True,
    "is_superuser": True,
    "is_active": False,
    "password": "another long password",
    "subject": "00000000-0000-0000-0000-000000000000",
    "credential_epoch": 9,
    "user_permissions": [1],
}


@pytest.mark.parametrize("content_type", ["application/json", "application/x-www-form-urlencoded"])
@pytest.mark.parametrize("field", FORBIDDEN)
def test_what_is_not_theirs_to_write_has_no_effect(alice: User, field: str, content_type: str) -> None:
    before = User.objects.values().get(pk=alice.pk)
    me = jwt_of("alice")
    me.client.patch(PROFILE, {field: FORBIDDEN[field]}, content_type="application/json", headers=me.headers)
    form = f"{field}={FORBIDDEN[field]}" if content_type != "application/json" else "{}"
    me.client.generic("PATCH", PROFILE, form, content_type=content_type, headers=me.headers)
    assert User.objects.values().get(pk=alice.pk) == before
    assert not alice.groups.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("locale", "not a language"),
        ("locale", "e"),
        ("locale", "en_US"),
        ("locale", "en\nUS"),
        ("locale", "en-" + "x" * 40),
        ("locale", 7),
        ("locale", None),
        ("phone_number", "604 555 1234"),
        ("phone_number", "+1 604\n555 1234"),
        ("phone_number", "+" + "1" * 40),
        ("postal_address", "x" * 501),
        ("postal_address", ["x"]),
        ("first_name", "x" * 151),
        ("first_name", "a\x00b"),
        ("first_name", None),
        ("last_name", ["x"]),
        ("last_name", {"x": 1}),
        ("last_name", True),
    ],
)
def test_a_value_of_no_use_is_400_and_changes_nothing(alice: User, field: str, value: object) -> None:
    answer = jwt_of("alice").call("PATCH", PROFILE, {"first_name": "Alicia"} | {field: value})
    assert problem(answer, 400)["errors"][0]["pointer"] == f"#/{field}"
    assert User.objects.get(pk=alice.pk).first_name == "Alice"


@pytest.mark.parametrize("body", [[], "x", 1, None])
def test_a_body_that_is_no_object_is_400_or_empty(alice: User, body: object) -> None:
    answer = jwt_of("alice").call("PATCH", PROFILE, body)
    assert answer.status_code == (200 if body is None else 400)
    assert User.objects.get(pk=alice.pk).first_name == "Alice"


@pytest.mark.parametrize("method", ["GET", "PATCH"])
def test_an_application_reaches_no_record(alice: User, web: RelyingParty, method: str) -> None:
    problem(oauth2_of(web, "alice", ["account:read", "profile", "email"]).call(method, PROFILE, {}), 403)
    problem(nobody().call(method, PROFILE, {}), 401)


def test_a_session_writes_only_with_its_csrf_token(alice: User) -> None:
    me = session_of("alice")
    problem(Caller(me.client).call("PATCH", PROFILE, {"first_name": "Mallory"}), 403)
    assert me.get(PROFILE).json() == RECORD


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_no_other_method_is_there(alice: User, method: str) -> None:
    problem(jwt_of("alice").call(method, PROFILE, {}), 405)
