"""The steps of the decision and their order."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from accounts.roles import Role
from oauth_server.vocabulary import CredentialKind, OAuthError, RefusalReason, Scope
from resources.decision import STEPS, Callers, Demand, Unscoped, decide
from resources.denial import Denial
from resources.policy.rule import EVERY_KIND, FIRST_PARTY, RECENT
from resources.principal import ANONYMOUS, Principal
from resources.steps import STEP_OF, Step

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
    assert (denial.step, denial.reason) == (Step.ROLE, "holds none of Manager")


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


def test_every_reason_of_a_bad_credential_has_its_step() -> None:
    assert set(STEP_OF) == set(RefusalReason)


def test_who_has_lost_their_session_is_nobody_and_the_step_says_why() -> None:
    lost = replace(ANONYMOUS, lost=RefusalReason.SESSION_ENDED)
    denial, plain = denied(lost, demand()), denied(ANONYMOUS, demand())
    assert (denial.step, denial.reason) == (Step.SESSION, RefusalReason.SESSION_ENDED)
    assert plain.step is Step.RECOGNISED
    assert (denial.status, denial.detail) == (plain.status, plain.detail)


def test_each_step_refuses_under_its_own_name() -> None:
    person = Principal(CredentialKind.JWT, PERSON, frozenset({Role.MANAGER}), auth_time=timezone.now() - RECENT * 2)
    refused = {
        Step.RECOGNISED: denied(ANONYMOUS, demand()),
        Step.KIND: denied(person, demand(kinds=frozenset({CredentialKind.SESSION}))),
        Step.MACHINE: denied(Principal(CredentialKind.SERVICE_KEY, scopes=frozenset(Scope)), demand()),
        Step.ROLE: denied(person, demand(roles=frozenset({Role.HR}))),
        Step.SCOPE: denied(third_party(roles=(Role.MANAGER,)), demand()),
        Step.STEP_UP: denied(person, demand(recent=RECENT)),
    }
    assert {step: denial.step for step, denial in refused.items()} == {step: step for step in refused}


def test_the_steps_of_the_decision_stand_in_the_order_of_the_chain() -> None:
    names = [Step.KIND, Step.MACHINE, Step.ROLE, Step.SCOPE, Step.STEP_UP]
    assert names == [step for step in Step if step in names]
    assert [step.__name__ for step in STEPS] == ["credential", "machine", "role", "scope", "step_up"]


def test_a_sign_in_too_long_ago_is_401_with_the_age_that_would_do() -> None:
    person = Principal(CredentialKind.JWT, PERSON, frozenset({Role.MANAGER}), auth_time=timezone.now() - RECENT * 2)
    denial = denied(person, demand(recent=RECENT))
    assert (denial.status, denial.error, denial.max_age) == (401, OAuthError.INSUFFICIENT_USER_AUTHENTICATION, 900)
    assert decide(replace(person, auth_time=timezone.now()), demand(recent=RECENT)) is None
    assert denied(replace(person, auth_time=None), demand(recent=RECENT)).status == 403
