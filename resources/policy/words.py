"""The policy in words for people: the only place where they are made; every page and command prints these."""

from datetime import timedelta

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.roles import roles_holding
from oauth_server.vocabulary import Acr, CredentialKind, Scope
from resources.demand import Callers, Custom, Demand
from resources.policy.credentials import switched_off
from resources.policy.rule import FIRST_PARTY, NEVER, SAFE, Rule
from resources.principal import Principal


def who(demand: Demand) -> str:
    """Return whom a demand lets in, such as `Any user` or `Admin or superuser`."""
    if isinstance(demand.roles, Custom):
        return capfirst(demand.roles.name)
    names = _(" or ").join([*roles_of(demand), *([_("superuser")] if demand.superuser else [])])
    words = {
        Callers.ANYONE: _("Anyone"),
        Callers.ANY_USER: _("Any user"),
        Callers.STAFF: _("Staff"),
        Callers.MODEL_PERMISSIONS: _("%(roles)s, by permission") % {"roles": names} if names else _("By permission"),
    }
    return words[demand.roles] if isinstance(demand.roles, Callers) else names


def who_may(rule: Rule) -> str:
    """Return whom the row lets in; who writes is named where they are others than who reads."""
    written = next((method for method in rule.methods if method not in SAFE), "")
    if not written or rule.writers is None:
        return who(rule.demand(rule.methods[0]))
    words = {"readers": who(rule.demand("GET")), "writers": who(rule.demand(written))}
    return _("%(readers)s; writing: %(writers)s") % words


def roles_of(demand: Demand) -> list[str]:
    """Return the roles that a demand is met by: those it names, or those that come with its model permission."""
    if isinstance(demand.roles, frozenset):
        return sorted(demand.roles)
    return sorted(roles_holding(demand.permission)) if demand.roles is Callers.MODEL_PERMISSIONS else []


def scope(demand: Demand) -> str:
    """Return what a third party or a key needs: a scope, `none`, or `never`."""
    if isinstance(demand.scope, Scope):
        return str(demand.scope)
    return _("never") if demand.scope is NEVER else _("none")


def scopes(rule: Rule) -> str:
    """Return the scopes of a row, reading first; `never`, or nothing where none is needed."""
    return ", ".join(rule.scopes) or (_("never") if rule.read is NEVER else "")


def rows(rule: Rule) -> str:
    """Return which rows of its table an address shows ("" where it has none)."""
    return str(rule.objects.name) if rule.objects else ""


def own_only(rule: Rule, principal: Principal) -> str:
    """Return what of the table the caller may know of, as part of a sentence ("" where that is all)."""
    return str(rule.objects.says) if rule.objects and rule.objects.applies(principal) else ""


def sentence(words: str) -> str:
    """Return some words as a sentence; nothing stays nothing."""
    return f"{capfirst(words)}." if words else ""


def credentials(kinds: frozenset[CredentialKind]) -> str:
    """Return the credentials that count and are on; those of our own apps and pages together, where all of them do."""
    taken, first_party = kinds - switched_off(), FIRST_PARTY - switched_off()
    named = [_("first-party")] if first_party <= taken else []
    rest = taken - first_party if named else taken
    single = [str(kind) for kind in CredentialKind if kind in rest and kind is not CredentialKind.ANONYMOUS]
    return ", ".join([*named, *single, *([_("none at all")] if CredentialKind.ANONYMOUS in kinds else [])])


def sign_in(age: timedelta | None, acr: Acr | None) -> str:
    """Return how recent and how sure a sign-in must be; empty where it does not matter."""
    when = _("at most %(minutes)s min ago") % {"minutes": int(age.total_seconds()) // 60} if age else ""
    return ", ".join(filter(None, (when, _("by two factors") if acr is Acr.TWO_FACTORS else "")))


def fields(rule: Rule) -> str:
    """Return the fields of a row that ask more of whoever writes them."""
    asked = (
        f"{field.name}: {', '.join(filter(None, (credentials(field.kinds), sign_in(field.recent, field.acr))))}"
        for field in rule.fields
    )
    return "; ".join(asked)
