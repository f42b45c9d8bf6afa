"""`as_principal`: each kind of credential is a real one, and says what was asked for."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Session, User
from accounts.roles import Role
from accounts.services.authentication_methods import level_of
from accounts.services.credentials import disable_user
from oauth_server.testing.principals import PERSONLESS, Principals
from oauth_server.vocabulary import CredentialKind, Scope
from resources.principal import NARROWED

WHOAMI = "/api/whoami/"
OF_PEOPLE = sorted(set(CredentialKind) - PERSONLESS)
WITH_A_SIGN_IN = [CredentialKind.SESSION, CredentialKind.JWT, CredentialKind.OAUTH2]


@pytest.mark.parametrize("kind", OF_PEOPLE)
def test_a_persons_credential_is_of_its_kind(as_principal: Principals, kind: CredentialKind) -> None:
    caller = as_principal(Role.HR, via=kind)
    answer = caller.get(WHOAMI).json()
    assert caller.user is not None
    assert (answer["authentication"], answer["username"]) == (kind, caller.user.username)


@pytest.mark.parametrize("kind", OF_PEOPLE)
def test_a_disabled_account_closes_it_as_it_closes_every_credential(
    as_principal: Principals, kind: CredentialKind
) -> None:
    caller = as_principal(via=kind)
    assert isinstance(caller.user, User)
    disable_user(user=caller.user, by=None)
    assert caller.get(WHOAMI).status_code == 401


@pytest.mark.parametrize("kind", sorted(PERSONLESS - {CredentialKind.ANONYMOUS}))
def test_a_machine_has_no_person_and_reads_what_machines_may(as_principal: Principals, kind: CredentialKind) -> None:
    caller = as_principal(via=kind, scopes=[Scope.REPORTS_READ])
    assert caller.user is None
    assert caller.get("/api/v1/reports/").status_code == 200
    assert caller.get(WHOAMI).status_code == 403


def test_nobody_has_no_credential(as_principal: Principals) -> None:
    assert as_principal(via=CredentialKind.ANONYMOUS).get(WHOAMI).status_code == 401


@pytest.mark.parametrize("role", list(Role))
def test_roles_are_held(as_principal: Principals, role: Role) -> None:
    assert as_principal(role).get(WHOAMI).json()["roles"] == [role]
    assert as_principal(roles=[role, Role.ADMIN]).get(WHOAMI).json()["roles"] == sorted({role, Role.ADMIN})


def test_a_superuser_is_one_and_holds_no_role(as_principal: Principals) -> None:
    caller = as_principal(superuser=True)
    assert caller.get("/api/admin-content/").status_code == 200
    assert caller.get("/api/manager-content/").status_code == 403


@pytest.mark.parametrize("kind", sorted(NARROWED & set(OF_PEOPLE)))
def test_scopes_narrow(as_principal: Principals, kind: CredentialKind) -> None:
    reader = as_principal(via=kind, scopes=[Scope.TODO_READ])
    assert reader.get("/api/v1/todo/").status_code == 200
    assert reader.post("/api/v1/todo/", {"title": "Buy milk"}).status_code == 403


@pytest.mark.parametrize("kind", sorted(set(CredentialKind) - NARROWED))
def test_a_kind_that_no_scope_narrows_takes_none(as_principal: Principals, kind: CredentialKind) -> None:
    with pytest.raises(ValueError, match="is not narrowed by scopes"):
        as_principal(via=kind, scopes=[Scope.TODO_READ])


@pytest.mark.parametrize("kind", WITH_A_SIGN_IN)
def test_a_sign_in_says_how_and_when(as_principal: Principals, kind: CredentialKind) -> None:
    yesterday = timezone.now() - timedelta(days=1)
    caller = as_principal(via=kind, amr=("pwd", "otp"), auth_time=yesterday)
    session = Session.objects.get(user=caller.user)
    assert (session.amr, session.acr, session.auth_time) == (["pwd", "otp"], level_of(("pwd", "otp")), yesterday)
    assert caller.get(WHOAMI).status_code == 200


def test_an_old_sign_in_opens_no_row_that_asks_for_a_recent_one(as_principal: Principals) -> None:
    body: dict[str, Any] = {"name": "A script", "scopes": [Scope.TODO_READ]}
    assert as_principal().post("/api/keys/", body).status_code == 201
    old = as_principal(auth_time=timezone.now() - timedelta(minutes=16))
    assert old.post("/api/keys/", body).status_code == 401


@pytest.mark.parametrize("kind", [CredentialKind.SESSION, CredentialKind.BASIC, CredentialKind.REMOTE_USER])
def test_what_browsers_send_by_themselves_changes_nothing_without_the_csrf_token(
    as_principal: Principals, kind: CredentialKind
) -> None:
    caller = as_principal(via=kind)
    assert caller.post("/api/v1/todo/", {"title": "Buy milk"}).status_code == 201
    assert caller.post("/api/v1/todo/", {"title": "Buy milk"}, headers={"x-csrftoken": ""}).status_code == 403


def test_a_person_of_the_tests_own_brings_a_password_for_basic(as_principal: Principals) -> None:
    alice = User.objects.create_user("alice", password="correct horse battery staple")
    caller = as_principal(via=CredentialKind.BASIC, user=alice, password="correct horse battery staple")
    assert caller.get(WHOAMI).json()["username"] == "alice"


def test_what_it_changes_in_the_settings_it_puts_back(db: None, settings: Any) -> None:
    before = (settings.BASIC_AUTHENTICATION, settings.REMOTE_USER_HEADER, settings.ARGON2_TIME_COST)
    with Principals() as principals:
        principals(via=CredentialKind.BASIC)
        principals(via=CredentialKind.REMOTE_USER)
        assert settings.BASIC_AUTHENTICATION
        assert settings.REMOTE_USER_HEADER
    assert before == (settings.BASIC_AUTHENTICATION, settings.REMOTE_USER_HEADER, settings.ARGON2_TIME_COST)
