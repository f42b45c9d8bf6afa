"""The steps of the decision and their order."""

from types import SimpleNamespace
from typing import Any

import pytest

from accounts.roles import Role
from oauth_server.vocabulary import CredentialKind, OAuthError, Scope
from resources.decision import Callers, Demand, Unscoped, decide
from resources.denial import Denial
from resources.policy.rule import EVERY_KIND, FIRST_PARTY
from resources.principal import ANONYMOUS, Principal

PERSON = SimpleNamespace(is_superuser=False)
SUPERUSER = SimpleNamespace(is_superuser=True)


def demand(**changes: Any) -> Demand:
    values: dict[str, Any] = {
        "kinds": EVERY_KIND,
        "roles": frozenset({Role.MANAGER}),
        "scope": Scope.REPORTS_READ,
        "machines": False,
        "superuser": False,
        **changes,
    }
    return Demand(**values)


def denied(principal: Principal, wanted: Demand) -> Denial:
    denial = decide(principal, wanted)
    assert denial is not None
    return denial


def third_party(*scopes: str, roles: tuple[Role, ...] = (), user: Any = PERSON) -> Principal:
    return Principal(CredentialKind.OAUTH2, user, frozenset(roles), frozenset(scopes))


def test_nobody_is_asked_for_a_credential() -> None:
    assert denied(ANONYMOUS, demand()).status == 401


def test_nobody_passes_where_anyone_may() -> None:
    assert decide(ANONYMOUS, demand(roles=Callers.ANYONE)) is None


def test_a_kind_that_the_row_does_not_take_is_refused_without_insufficient_scope() -> None:
    denial = denied(third_party(*Scope, roles=tuple(Role)), demand(kinds=FIRST_PARTY))
    assert (denial.status, denial.error) == (403, None)


def test_a_role_is_enough_for_a_first_party() -> None:
    assert decide(Principal(CredentialKind.SESSION, PERSON, frozenset({Role.MANAGER})), demand()) is None


def test_the_role_comes_before_the_scope() -> None:
    denial = denied(third_party(Scope.REPORTS_READ, roles=(Role.HR,)), demand())
    assert denial.error is None
    assert denial.reasons == ("credential: passed", "machine: passed", "role: holds none of Manager")


def test_a_scope_narrows_a_third_party_that_has_the_role() -> None:
    denial = denied(third_party(Scope.TODO_READ, roles=(Role.MANAGER,)), demand())
    assert (denial.status, denial.error, denial.scope) == (403, OAuthError.INSUFFICIENT_SCOPE, Scope.REPORTS_READ)
    assert decide(third_party(Scope.REPORTS_READ, roles=(Role.MANAGER,)), demand()) is None


def test_a_row_that_names_no_scope_is_closed_to_third_parties() -> None:
    denial = denied(third_party(*Scope, roles=(Role.MANAGER,)), demand(scope=Unscoped.NEVER))
    assert (denial.status, denial.error) == (403, None)


def test_a_row_may_need_no_scope() -> None:
    assert decide(third_party(), demand(roles=Callers.ANYONE, scope=Unscoped.NOT_NEEDED)) is None


@pytest.mark.parametrize("roles", [Callers.ANYONE, Callers.ANY_USER, frozenset({Role.ADMIN})])
def test_a_machine_reaches_only_rows_that_say_so(roles: Any) -> None:
    machine = Principal(CredentialKind.OAUTH2_MACHINE, scopes=frozenset({Scope.REPORTS_READ}))
    assert denied(machine, demand(roles=roles)).status == 403
    assert decide(machine, demand(roles=Callers.ANYONE, machines=True)) is None


def test_a_superuser_counts_only_where_the_row_says_so() -> None:
    superuser = Principal(CredentialKind.SESSION, SUPERUSER)
    assert denied(superuser, demand()).status == 403
    assert decide(superuser, demand(superuser=True)) is None


def test_a_superusers_token_is_narrowed_too() -> None:
    denial = denied(third_party(Scope.TODO_READ, user=SUPERUSER), demand(superuser=True))
    assert denial.error == OAuthError.INSUFFICIENT_SCOPE


def test_every_denial_has_an_id_of_its_own() -> None:
    assert denied(ANONYMOUS, demand()).decision != denied(ANONYMOUS, demand()).decision
