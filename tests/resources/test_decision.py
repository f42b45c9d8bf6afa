"""The steps of the decision and their order."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from accounts.roles import Role
from oauth_server.vocabulary import Acr, CredentialKind, OAuthError, RefusalReason, Scope
from resources.decision import STEPS, decide
from resources.demand import Callers, Custom, Demand, Unscoped
from resources.denial import Denial, Denied
from resources.policy.rule import EVERY_KIND, FIRST_PARTY, RECENT
from resources.principal import ANONYMOUS, Principal
from resources.steps import STEP_OF, Step

PERSON = SimpleNamespace(is_staff=False, is_superuser=False, has_perm=lambda _: False)
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


SIGNED_IN = Principal(CredentialKind.JWT, PERSON, frozenset({Role.MANAGER}), auth_time=timezone.now() - RECENT * 2)
AUDITORS = Custom("auditors", holds=lambda principal: principal.user is SUPERUSER)
REFUSALS = {
    "nobody where a person is asked for": (
        ANONYMOUS,
        demand(),
        Denial(
            401, "Authentication credentials were not provided.", step=Step.RECOGNISED, reason="no credential was sent"
        ),
    ),
    "who has lost their session": (
        replace(ANONYMOUS, lost=RefusalReason.SESSION_ENDED),
        demand(),
        Denial(401, "Authentication credentials were not provided.", step=Step.SESSION, reason="session_ended"),
    ),
    "a kind that the row does not take": (
        SIGNED_IN,
        demand(kinds=frozenset({CredentialKind.SESSION})),
        Denial(403, "This kind of credential is not accepted here.", step=Step.KIND, reason="jwt is not taken"),
    ),
    "nobody where nobody is taken": (
        ANONYMOUS,
        demand(roles=Callers.ANYONE, kinds=FIRST_PARTY),
        Denial(403, "This kind of credential is not accepted here.", step=Step.KIND, reason="anonymous is not taken"),
    ),
    "a machine": (
        Principal(CredentialKind.SERVICE_KEY, scopes=frozenset(Scope)),
        demand(),
        Denial(
            403,
            "No person stands behind this credential.",
            step=Step.MACHINE,
            reason="machine clients are not let in",
        ),
    ),
    "who holds no role of several": (
        SIGNED_IN,
        demand(roles=frozenset({Role.HR, Role.ADMIN})),
        Denial(403, "This needs the role Admin or HR.", step=Step.ROLE, reason="holds none of Admin or HR"),
    ),
    "whom a rule of the row does not know": (
        SIGNED_IN,
        demand(roles=AUDITORS),
        Denial(403, "This is for auditors.", step=Step.ROLE, reason="is none of auditors"),
    ),
    "who is not staff": (
        SIGNED_IN,
        demand(roles=Callers.STAFF),
        Denial(403, "This is for staff.", step=Step.ROLE, reason="is not staff"),
    ),
    "who does not hold the permission": (
        SIGNED_IN,
        demand(roles=Callers.MODEL_PERMISSIONS, permission="resources.add_report"),
        Denial(
            403,
            "This needs the permission resources.add_report.",
            step=Step.ROLE,
            reason="does not hold resources.add_report",
        ),
    ),
    "a third party where no scope opens the row": (
        third_party(*Scope, roles=(Role.MANAGER,)),
        demand(scope=Unscoped.NEVER),
        Denial(
            403, "No application and no key may do this for a person.", step=Step.SCOPE, reason="no scope opens this"
        ),
    ),
    "a third party without the scope": (
        third_party(Scope.TODO_READ, roles=(Role.MANAGER,)),
        demand(),
        Denial(
            403,
            "The credential needs the scope reports:read.",
            error=OAuthError.INSUFFICIENT_SCOPE,
            scope="reports:read",
            step=Step.SCOPE,
            reason="reports:read is missing",
        ),
    ),
    "a credential that does not know when": (
        replace(SIGNED_IN, auth_time=None),
        demand(recent=RECENT),
        Denial(
            403,
            "This needs a recent sign-in, which this kind of credential has not.",
            step=Step.STEP_UP,
            reason="jwt does not know when the person signed in",
        ),
    ),
    "a sign-in too long ago": (
        SIGNED_IN,
        demand(recent=RECENT),
        Denial(
            401,
            "This needs a more recent sign-in.",
            error=OAuthError.INSUFFICIENT_USER_AUTHENTICATION,
            max_age=900,
            step=Step.STEP_UP,
            reason="the sign-in lies too far back",
        ),
    ),
    "a sign-in by one factor": (
        replace(SIGNED_IN, auth_time=timezone.now(), acr=Acr.ONE_FACTOR),
        demand(acr=Acr.TWO_FACTORS),
        Denial(
            401,
            "This needs a sign-in by a second factor.",
            error=OAuthError.INSUFFICIENT_USER_AUTHENTICATION,
            acr_values="2",
            step=Step.STEP_UP,
            reason="the sign-in was by one factor",
        ),
    ),
    "a sign-in too long ago and by one factor": (
        SIGNED_IN,
        demand(acr=Acr.TWO_FACTORS, recent=RECENT),
        Denial(
            401,
            "This needs a more recent sign-in and a sign-in by a second factor.",
            error=OAuthError.INSUFFICIENT_USER_AUTHENTICATION,
            acr_values="2",
            max_age=900,
            step=Step.STEP_UP,
            reason="the sign-in lies too far back and the sign-in was by one factor",
        ),
    ),
    "a credential that does not know how": (
        replace(SIGNED_IN, auth_time=None),
        demand(acr=Acr.TWO_FACTORS),
        Denial(
            403,
            "This needs a sign-in by a second factor, which this kind of credential has not.",
            step=Step.STEP_UP,
            reason="jwt does not know when the person signed in",
        ),
    ),
}


@pytest.mark.parametrize("refused", REFUSALS)
def test_a_refusal_is_answered_in_these_words(refused: str) -> None:
    principal, wanted, denial = REFUSALS[refused]
    assert decide(principal, wanted) == denial


def test_who_is_let_in_by_a_rule_of_the_row_staff_and_a_permission() -> None:
    auditor = Principal(CredentialKind.SESSION, SUPERUSER)
    assert decide(auditor, demand(roles=AUDITORS)) is None
    staff = replace(auditor, user=SimpleNamespace(is_staff=True, is_superuser=False))
    assert decide(staff, demand(roles=Callers.STAFF)) is None
    holder = replace(auditor, user=SimpleNamespace(is_superuser=False, has_perm="resources.add_report".__eq__))
    assert decide(holder, demand(roles=Callers.MODEL_PERMISSIONS, permission="resources.add_report")) is None


def test_a_denial_goes_to_the_handler_as_it_is() -> None:
    denial = Denial(418, "Told to the caller.", reason="told to nobody")
    denied = Denied(denial)
    assert (denied.status_code, denied.denial, str(denied.detail)) == (418, denial, "Told to the caller.")


def test_a_sign_in_is_recent_up_to_the_very_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    monkeypatch.setattr("resources.decision.timezone.now", lambda: now)
    person = replace(SIGNED_IN, auth_time=now - RECENT)
    assert decide(person, demand(recent=RECENT)) is None
    late = replace(person, auth_time=now - RECENT - timedelta(microseconds=1))
    assert denied(late, demand(recent=RECENT)).step is Step.STEP_UP


@pytest.mark.parametrize(
    ("wanted", "reached", "allowed"),
    [
        (Acr.TWO_FACTORS, "2", True),
        (Acr.TWO_FACTORS, "1", False),
        (Acr.TWO_FACTORS, None, False),
        (Acr.TWO_FACTORS, "", False),
        (Acr.TWO_FACTORS, "3", False),
        (Acr.ONE_FACTOR, "1", True),
        (Acr.ONE_FACTOR, "2", True),
        (Acr.ONE_FACTOR, "0", False),
    ],
)
def test_a_level_is_reached_by_itself_and_by_those_above(wanted: Acr, reached: str | None, allowed: bool) -> None:
    person = replace(SIGNED_IN, auth_time=timezone.now(), acr=reached)
    assert (decide(person, demand(acr=wanted)) is None) == allowed


def test_the_steps_of_the_decision_stand_in_the_order_of_the_chain() -> None:
    names = [Step.KIND, Step.MACHINE, Step.ACTING, Step.ROLE, Step.SCOPE, Step.STEP_UP]
    assert names == [step for step in Step if step in names]
    assert [step.__name__ for step in STEPS] == ["credential", "machine", "acting", "role", "scope", "step_up"]


def test_a_sign_in_too_long_ago_is_401_with_the_age_that_would_do() -> None:
    person = Principal(CredentialKind.JWT, PERSON, frozenset({Role.MANAGER}), auth_time=timezone.now() - RECENT * 2)
    denial = denied(person, demand(recent=RECENT))
    assert (denial.status, denial.error, denial.max_age) == (401, OAuthError.INSUFFICIENT_USER_AUTHENTICATION, 900)
    assert decide(replace(person, auth_time=timezone.now()), demand(recent=RECENT)) is None
    assert denied(replace(person, auth_time=None), demand(recent=RECENT)).status == 403
