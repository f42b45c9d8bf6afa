"""An event of an application in words for its developer: why, and what to do, and never whom it was about."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.audit.record import AuditEventName as Name
from accounts.models import AuditEvent
from oauth_server.console.access.events import in_words
from oauth_server.console.developer.branding_form import BrandingForm
from oauth_server.console.developer.logout_test import words_of
from oauth_server.console.developer.settings_form import SettingsForm
from oauth_server.protocol.client_authentication.causes import Cause
from oauth_server.protocol.services.refused_requests import Endpoint

CAUSES: Final[Mapping[str, str | Promise]] = {
    Cause.WRONG_SECRET: gettext_lazy(
        "invalid_client: the secret was wrong. Compare both of its ends with Credentials, and look for a line break."
    ),
    Cause.EXPIRED_SECRET: gettext_lazy("invalid_client: the secret has expired. Make a new one under Credentials."),
    Cause.ENDED_SECRET: gettext_lazy(
        "invalid_client: this is the older secret, whose time is over. Use the newer one."
    ),
    Cause.WRONG_SIGNATURE: gettext_lazy(
        "invalid_client: no registered key verifies the assertion. Compare key, kid and algorithm with Credentials."
    ),
    Cause.WRONG_METHOD: gettext_lazy(
        "invalid_client: the application proved itself in another way than it is registered for. See Credentials."
    ),
}
"""By the `why` of `client_refused`."""
ENDPOINTS: Final[Mapping[str, str | Promise]] = {
    Endpoint.TOKEN: gettext_lazy("%(error)s: a token request was refused. %(said)s"),
    Endpoint.AUTHORIZATION: gettext_lazy("%(error)s: an authorization request was refused. %(said)s"),
    Endpoint.PUSHED_REQUEST: gettext_lazy("%(error)s: a pushed request was refused. %(said)s"),
    Endpoint.DEVICE: gettext_lazy("%(error)s: the request of a device was refused. %(said)s"),
}
"""By the `endpoint` of `request_refused`; `said` is what the client was told, in English."""
LABELS: Final[Mapping[str, str | Promise]] = {
    name: field.label
    for form in (SettingsForm, BrandingForm)
    for name, field in form.base_fields.items()
    if field.label
} | {
    "scopes": gettext_lazy("Scopes"),
    "jwks": gettext_lazy("Public keys"),
    "jwks_uri": gettext_lazy("Public keys"),
    "token_endpoint_auth_method": gettext_lazy("How it proves itself"),
}
"""What the pages call a column; one that is worked out from others has no name there."""


def words_for_developer(event: AuditEvent) -> str:
    """Return what happened as a sentence that names no person and says nothing that was meant for one."""
    told: Mapping[str, Any] = event.detail if isinstance(event.detail, dict) else {}
    own = _OWN.get(event.event)
    return (own(told) if own else "") or in_words(event)


def _refused(told: Mapping[str, Any]) -> str:
    if told.get("why") == Cause.WRONG_ASSERTION:
        return _("invalid_client: the assertion was refused. %(said)s") % {"said": told.get("said", "")}
    return str(CAUSES.get(str(told.get("why")), ""))


def _request_refused(told: Mapping[str, Any]) -> str:
    words = ENDPOINTS.get(str(told.get("endpoint")))
    return str(words) % {"error": told.get("error", ""), "said": told.get("said", "")} if words else ""


def _issued(told: Mapping[str, Any]) -> str:
    return _("Tokens were issued: %(scope)s") % {"scope": told["scope"]} if told.get("scope") else ""


def _consent(told: Mapping[str, Any]) -> str:
    return _("Somebody allowed: %(scope)s") % {"scope": told["scope"]} if told.get("scope") else ""


def _changed(told: Mapping[str, Any]) -> str:
    changed = told.get("changed")
    if not isinstance(changed, list) or not changed:
        return ""
    known = dict.fromkeys(str(LABELS[name]) for name in map(str, changed) if name in LABELS)
    return _("The settings were changed: %(names)s") % {"names": " · ".join(known or map(str, changed))}


def _tested(told: Mapping[str, Any]) -> str:
    return _("A test of the back-channel logout was sent. %(answer)s") % {"answer": words_of(str(told.get("answer")))}


def _acted(told: Mapping[str, Any]) -> str:
    return _("An administrator began to act for somebody through the application.")


_OWN: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    Name.CLIENT_REFUSED: _refused,
    Name.REQUEST_REFUSED: _request_refused,
    Name.TOKENS_ISSUED: _issued,
    Name.CONSENT_GIVEN: _consent,
    Name.CLIENT_CHANGED: _changed,
    Name.LOGOUT_TESTED: _tested,
    Name.ACTED_FOR_PERSON: _acted,
}
