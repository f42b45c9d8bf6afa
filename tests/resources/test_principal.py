"""Who is asking."""

import dataclasses
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from accounts.roles import Role
from oauth_server.vocabulary import AccessTokenFacts, CredentialKind, Scope
from resources.principal import ANONYMOUS, Principal

PERSON = SimpleNamespace(is_superuser=False)


def test_a_principal_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        ANONYMOUS.user = PERSON  # type: ignore[misc] # - what the test is about


def test_a_group_that_is_no_role_gives_none() -> None:
    facts = AccessTokenFacts(user=PERSON, roles=frozenset({"Manager", "Editors"}))
    assert Principal.from_facts(CredentialKind.SESSION, facts).roles == {Role.MANAGER}


def test_everything_that_a_credential_says_reaches_the_principal() -> None:
    moment = datetime(2026, 1, 2, tzinfo=UTC)
    said: dict[str, Any] = {
        "user": PERSON,
        "client_id": "an-app",
        "client_name": "An app",
        "scopes": frozenset({"todo:read"}),
        "audience": "an API",
        "sid": UUID(int=1),
        "session_id": 2,
        "auth_time": moment,
        "acr": "2",
        "amr": ("pwd",),
        "expires": moment + timedelta(hours=1),
    }
    principal = Principal.from_facts(CredentialKind.OAUTH2, AccessTokenFacts(roles=frozenset({"HR"}), **said))
    assert principal == Principal(CredentialKind.OAUTH2, roles=frozenset({Role.HR}), **said)


def test_a_first_party_credential_is_not_narrowed() -> None:
    principal = Principal.from_facts(CredentialKind.JWT, AccessTokenFacts(user=PERSON))
    assert principal.scopes is None
    assert principal.has_scope(Scope.ADMIN_READ)


@pytest.mark.parametrize("kind", [CredentialKind.OAUTH2, CredentialKind.OAUTH2_MACHINE])
def test_a_third_party_without_scopes_reaches_nothing(kind: CredentialKind) -> None:
    principal = Principal.from_facts(kind, AccessTokenFacts(user=PERSON, scopes=None))
    assert principal.scopes == frozenset()
    assert not principal.has_scope(Scope.ACCOUNT_READ)


def test_a_machine_is_no_superuser() -> None:
    assert not Principal(kind=CredentialKind.OAUTH2_MACHINE).is_superuser
