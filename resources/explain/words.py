"""The words of the policy for people: who may, with which credential, and what more is asked."""

from datetime import timedelta
from typing import Final

from accounts.roles import roles_holding
from oauth_server.vocabulary import CredentialKind
from resources.decision import Callers, Custom, Demand, Unscoped
from resources.policy.rule import EVERY_KIND, FIRST_PARTY, SIGNED_IN, Rule

NOBODY: Final = frozenset({CredentialKind.ANONYMOUS})


def who(demand: Demand) -> str:
    """Return whom a demand lets in, such as `Manager` or `any user`."""
    roles = demand.roles
    if isinstance(roles, frozenset):
        held = " or ".join(sorted(roles))
        return f"{held} or superuser" if demand.superuser else held
    if isinstance(roles, Custom):
        return roles.name
    if roles is Callers.MODEL_PERMISSIONS:
        held = ", ".join(sorted(roles_holding(demand.permission))) or "no role"
        return f"permission {demand.permission} ({held})"
    return str(roles.value)


def scope(demand: Demand) -> str:
    """Return what a third party or a key needs: a scope, `none`, or `never`."""
    names = {Unscoped.NOT_NEEDED: "none", Unscoped.NEVER: "never"}
    return names[demand.scope] if isinstance(demand.scope, Unscoped) else str(demand.scope)


def kinds(accepted: frozenset[CredentialKind]) -> str:
    """Return the credentials that count."""
    named = {EVERY_KIND: "every credential", FIRST_PARTY: "first-party", SIGNED_IN: "session or jwt"}
    without = accepted - NOBODY
    if accepted in named:
        return named[accepted]
    if without in named:
        return f"{named[without]} or none"
    return ", ".join(sorted(accepted))


def recent(age: timedelta | None) -> str:
    """Return how recent a sign-in must be; empty where it need not."""
    return f"at most {int(age.total_seconds()) // 60} min ago" if age else ""


def fields(rule: Rule) -> str:
    """Return the fields of the row that ask more of whoever writes them."""
    asked = (f"{field.name}: {kinds(field.kinds)}, {recent(field.recent)}".rstrip(", ") for field in rule.fields)
    return "; ".join(asked)
