"""The reason chain: every step of a request in its order, passed, not needed, failed, or not reached."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from oauth_server.vocabulary import CredentialKind
from resources.demand import Callers, Demand, Unscoped
from resources.explain.facts import Facts
from resources.policy import TABLE, Rule
from resources.policy.rule import SAFE
from resources.principal import NARROWED, OF_APPLICATIONS, WITHOUT_PERSON
from resources.steps import ORDER, Step


class Outcome(StrEnum):
    """How a step ended."""

    PASSED = "passed"
    NOT_NEEDED = "not needed"
    FAILED = "failed"
    NOT_REACHED = "not reached"


@dataclass(frozen=True, slots=True)
class Link:
    """One step of a chain; only one that failed has a reason."""

    step: Step
    outcome: Outcome
    reason: str = ""


WITHOUT_SIGN_IN: Final = WITHOUT_PERSON | {CredentialKind.BASIC, CredentialKind.REMOTE_USER}
OF_CREDENTIALS: Final = frozenset(ORDER[ORDER.index(Step.RECOGNISED) : ORDER.index(Step.KIND)])


def rule_at(path: str) -> Rule | None:
    """Return the row of a route as people read it."""
    return next((rule for rule in TABLE if rule.path == path), None) if path else None


def chain_of(facts: Facts, *, reached: Step | None = None) -> tuple[Link, ...]:
    """Return the chain that ends at the step which refused; where none did, at `reached`, which passed too."""
    last = facts.step or reached or ORDER[-1]
    position = ORDER.index(last)
    return tuple(_link(step, facts, index - position) for index, step in enumerate(ORDER))


def _link(step: Step, facts: Facts, distance: int) -> Link:
    if distance > 0:
        return Link(step, Outcome.NOT_REACHED)
    if step is facts.step:
        return Link(step, Outcome.FAILED, facts.reason)
    return Link(step, Outcome.PASSED if _asks(step, facts) else Outcome.NOT_NEEDED)


def _asks(step: Step, facts: Facts) -> bool:
    """Return whether a step that did not refuse had anything to ask of this caller."""
    if facts.kind is CredentialKind.ANONYMOUS and step in OF_CREDENTIALS and facts.step not in OF_CREDENTIALS:
        return False
    rule = rule_at(facts.path)
    by_caller, by_rule = OF_THE_CALLER.get(step), OF_THE_RULE.get(step)
    if by_caller is not None:
        return by_caller(facts)
    return by_rule is None or (rule is not None and by_rule(rule, rule.demand(facts.method), facts))


OF_THE_CALLER: Final[Mapping[Step, Callable[[Facts], bool]]] = {
    Step.CLIENT: lambda facts: facts.kind in OF_APPLICATIONS,
    Step.USER: lambda facts: facts.kind not in WITHOUT_PERSON,
    Step.SESSION: lambda facts: facts.kind not in WITHOUT_SIGN_IN,
    Step.AUDIENCE: lambda facts: facts.kind in OF_APPLICATIONS | {CredentialKind.JWT},
    Step.CSRF: lambda facts: facts.ambient and facts.method not in SAFE,
    Step.MACHINE: lambda facts: facts.kind in WITHOUT_PERSON,
    Step.ACTING: lambda facts: facts.acting,
    Step.BODY: lambda facts: facts.method not in SAFE,
}
OF_THE_RULE: Final[Mapping[Step, Callable[[Rule, Demand, Facts], bool]]] = {
    Step.ROLE: lambda rule, demand, facts: demand.roles is not Callers.ANYONE and facts.kind not in WITHOUT_PERSON,
    Step.SCOPE: lambda rule, demand, facts: facts.kind in NARROWED and demand.scope is not Unscoped.NOT_NEEDED,
    Step.STEP_UP: lambda rule, demand, facts: demand.recent is not None or demand.acr is not None,
    Step.FIELDS: lambda rule, demand, facts: bool(rule.fields) and facts.method not in SAFE,
    Step.OBJECT: lambda rule, demand, facts: rule.objects is not None,
}
