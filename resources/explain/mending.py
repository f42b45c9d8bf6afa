"""What would mend a refusal, in a sentence for whoever is asked for help: by the policy and the state of now."""

from collections.abc import Callable, Mapping
from typing import Final

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from oauth_server.vocabulary import RefusalReason, Scope
from resources.decision import CAP_OF_ROLES, CAP_OF_SCOPES
from resources.demand import Callers, Custom, Demand
from resources.explain.chain import rule_at
from resources.explain.facts import Facts
from resources.policy import Rule, words
from resources.principal import OF_APPLICATIONS
from resources.steps import Step

NO_ROW: Final = _("Write a row for this view into resources.policy; without one nobody is let in.")


def mend(facts: Facts) -> str:
    """Return what would let the caller in; empty where nothing refused."""
    if facts.step is None:
        return ""
    last = facts.reason.rpartition(" ")[2]
    if said := OF_CAP.get(last) or OF_REASON.get(last):
        return gettext(said)
    rule = rule_at(facts.path)
    if rule is not None and (say := OF_RULE.get(facts.step)):
        return say(facts, rule, rule.demand(facts.method))
    return gettext(OF_STEP.get(facts.step, NO_ROW))


def _kind(facts: Facts, rule: Rule, demand: Demand) -> str:
    return gettext("Use another credential; this address takes: %(kinds)s.") % {"kinds": words.credentials(rule.kinds)}


def _role(facts: Facts, rule: Rule, demand: Demand) -> str:
    given = gettext("an Admin gives it at PATCH /api/v1/users/{id}/")
    if demand.roles is Callers.STAFF:
        return gettext("Needs the role Admin, which makes staff: %(given)s.") % {"given": given}
    if demand.roles is Callers.MODEL_PERMISSIONS:
        said = gettext("Needs the permission %(permission)s: a role that comes with it (%(roles)s); %(given)s.")
        names = ", ".join(words.roles_of(demand)) or gettext("none does")
        return said % {"permission": demand.permission, "roles": names, "given": given}
    if isinstance(demand.roles, Custom):
        return gettext("This is only for %(who)s.") % {"who": demand.roles.name}
    return gettext("Needs the role %(who)s: %(given)s.") % {"who": words.who(demand), "given": given}


def _scope(facts: Facts, rule: Rule, demand: Demand) -> str:
    if not isinstance(demand.scope, Scope):
        return gettext("No scope opens this: the person does it signed in, without an application or a key.")
    if facts.kind not in OF_APPLICATIONS:
        return gettext("Make a key with the scope %(scope)s at POST /api/keys/.") % {"scope": demand.scope}
    registered = _registered(facts.client_id)
    if registered is None:
        return gettext("Ask for the scope %(scope)s; no such application is registered any more.") % {
            "scope": demand.scope
        }
    if demand.scope in registered:
        return gettext("Ask for the scope %(scope)s: the application is registered for it.") % {"scope": demand.scope}
    return gettext(
        "The application is not registered for the scope %(scope)s, or capped: an administrator changes that first."
    ) % {"scope": demand.scope}


def _step_up(facts: Facts, rule: Rule, demand: Demand) -> str:
    told = {"how": words.sign_in(demand.recent, demand.acr)}
    if facts.kind in OF_APPLICATIONS:
        return gettext("The application lets the person sign in again, %(how)s: by max_age and acr_values.") % told
    return gettext("Sign in again, %(how)s, and send a session or a JWT of that sign-in.") % told


def _method(facts: Facts, rule: Rule, demand: Demand) -> str:
    return gettext("Use one of %(methods)s.") % {"methods": ", ".join(rule.methods)}


def _fields(facts: Facts, rule: Rule, demand: Demand) -> str:
    return gettext("Leave these fields out, or meet what they ask: %(fields)s.") % {"fields": words.fields(rule)}


def _registered(client_id: str) -> frozenset[str] | None:
    found: frozenset[str] | None = import_string(settings.CLIENT_SCOPES)(client_id)
    return found


OF_RULE: Final[Mapping[Step, Callable[[Facts, Rule, Demand], str]]] = {
    Step.KIND: _kind,
    Step.ROLE: _role,
    Step.SCOPE: _scope,
    Step.STEP_UP: _step_up,
    Step.METHOD: _method,
    Step.FIELDS: _fields,
}
OF_REASON: Final[Mapping[str, str]] = {
    RefusalReason.MALFORMED: _("Send the credential as it was given; this has not the form of one."),
    RefusalReason.WRONG_KIND: _("Send the access token: this is a refresh token, an ID token or one of another kind."),
    RefusalReason.BAD_SIGNATURE: _("Get a new token from this server: this one it did not sign, or the key is gone."),
    RefusalReason.UNKNOWN: _("Get a new one: this server never gave this one, or has ended and purged it."),
    RefusalReason.EXPIRED: _("Refresh it or sign in again: it has expired."),
    RefusalReason.REVOKED: _("Get a new one: this one was revoked, or replaced by a newer one."),
    RefusalReason.WRONG_PASSWORD: _("Send the right user name and password, or reset the password."),
    RefusalReason.WRONG_CODE: _("Ask for a new code, and enter it in the browser that asked."),
    RefusalReason.SECOND_FACTOR: _("Sign in at a door that asks for the second factor: this account has one."),
    RefusalReason.TOO_MANY_GUESSES: _("Wait as long as Retry-After says: there were too many wrong guesses."),
    RefusalReason.CLIENT_DISABLED: _("An administrator enables the application: it was disabled."),
    RefusalReason.USER_DISABLED: _("An Admin enables the account at PATCH /api/v1/users/{id}/: it was disabled."),
    RefusalReason.ACTOR_GONE: _("Sign in again as yourself: whoever acted for the person may no longer."),
    RefusalReason.EPOCH: _("Sign in again: the password was changed since, or every credential was ended."),
    RefusalReason.SESSION_ENDED: _("Sign in again: the session was ended."),
    RefusalReason.SESSION_EXPIRED: _("Sign in again: the session has expired."),
    RefusalReason.ADDRESS_UNVERIFIED: _("Verify the e-mail address first: this server asks for it."),
    RefusalReason.WRONG_AUDIENCE: _("Ask for a token of this resource: this one was made for another."),
    RefusalReason.KEY_WITHDRAWN: _("Get a new token: the key that signed this one was withdrawn."),
    RefusalReason.PROOF_MISSING: _("Send the token as DPoP, with a proof of its key: it is bound to one."),
    RefusalReason.PROOF_INVALID: _("Make the proof for this request, this token and its key: this one is for another."),
    RefusalReason.PROOF_REPLAYED: _("Make a new proof for each request: this one was used before."),
    RefusalReason.PROOF_NONCE: _("Put the nonce of the DPoP-Nonce header into the next proof."),
    RefusalReason.NOT_BOUND: _("Send the token as Bearer: it is bound to no key."),
}
OF_CAP: Final[Mapping[str, str]] = {
    CAP_OF_ROLES: _("The person could do it without this application: an administrator raises its cap of roles."),
    CAP_OF_SCOPES: _("The person allowed it: an administrator raises the cap of scopes of the application."),
}
OF_STEP: Final[Mapping[Step, str]] = {
    Step.ADDRESS: _("Look up the address, with its last slash: GET /api/ lists those there are."),
    Step.REQUEST: _("Send a request that can be read, and accept application/json."),
    Step.RECOGNISED: _("Sign in, or send one credential: Authorization or the API key, not both."),
    Step.VERIFIED: _("Get a new credential."),
    Step.CSRF: _("Send the value of the csrftoken cookie as X-CSRFToken, from a page of this origin."),
    Step.MACHINE: _("Get a token for a person: no machine is let in here."),
    Step.ACTING: _(
        "The person does it, signed in: whoever acts for them may only read, and no accounts or credentials."
    ),
    Step.OBJECT: _("There is no such entry, or it is another's and is not found for this caller."),
    Step.BODY: _("Correct the body: the answer says what is wrong."),
    Step.LIMITS: _("Wait as long as Retry-After says."),
    Step.OPERATION: _("The operation itself refused: the answer's detail says why."),
}
