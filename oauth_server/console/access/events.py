"""An event of the audit trail in words: for the log of a person, and for that of an application."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from accounts.audit.record import AuditEventName
from accounts.models import AuditEvent
from accounts.services.authentication_methods import HARDWARE_KEY, ONE_TIME_CODE, PASSWORD, PRESENCE
from accounts.services.doors import Door
from oauth_server.console.access.event_words import ENDED, REFUSED, WORDS

_KNOWN: Final = frozenset(str(name) for name in AuditEventName)


def in_words(event: AuditEvent) -> str:
    """Return what happened as one sentence; it names no person, no application and no internal number."""
    if event.event not in _KNOWN:
        return _("Something happened that this version of the server has no words for.")
    name = AuditEventName(event.event)
    told: Mapping[str, Any] = event.detail if isinstance(event.detail, dict) else {}
    with_details = _WITH_DETAILS.get(name)
    return (with_details(told) if with_details else "") or str(WORDS[name])


def _signed_in(told: Mapping[str, Any]) -> str:
    methods = set(told.get("amr") or ())
    if told.get("door") == Door.DRF_TOKEN:
        return _("A script signed in and got the API token.")
    if {HARDWARE_KEY, PRESENCE} <= methods:
        return _("Signed in with a passkey.")
    if {PASSWORD, ONE_TIME_CODE} <= methods:
        return _("Signed in with the password and a code.")
    if {PASSWORD, HARDWARE_KEY} <= methods:
        return _("Signed in with the password and a security key.")
    if PASSWORD in methods:
        return _("Signed in with the password.")
    return _("Signed in with a code.") if ONE_TIME_CODE in methods else ""


def _refused(told: Mapping[str, Any]) -> str:
    return str(REFUSED.get(str(told.get("reason")), ""))


def _ended(told: Mapping[str, Any]) -> str:
    return str(ENDED.get(str(told.get("reason")), ""))


def _key_made(told: Mapping[str, Any]) -> str:
    return _("An API key was made (%(key)s…).") % {"key": told["key"]} if told.get("key") else ""


def _key_revoked(told: Mapping[str, Any]) -> str:
    return _("An API key was revoked (%(key)s…).") % {"key": told["key"]} if told.get("key") else ""


def _role_given(told: Mapping[str, Any]) -> str:
    return _("The role %(role)s was given.") % {"role": told["role"]} if told.get("role") else ""


def _role_taken(told: Mapping[str, Any]) -> str:
    return _("The role %(role)s was taken away.") % {"role": told["role"]} if told.get("role") else ""


def _acted(told: Mapping[str, Any]) -> str:
    if not told.get("reason"):
        return ""
    return _("An administrator began to act for this account. The reason given: %(reason)s") % {
        "reason": told["reason"]
    }


_WITH_DETAILS: Final[Mapping[AuditEventName, Callable[[Mapping[str, Any]], str]]] = {
    AuditEventName.SIGNED_IN: _signed_in,
    AuditEventName.SIGN_IN_REFUSED: _refused,
    AuditEventName.SESSION_ENDED: _ended,
    AuditEventName.KEY_MADE: _key_made,
    AuditEventName.KEY_REVOKED: _key_revoked,
    AuditEventName.ROLE_GIVEN: _role_given,
    AuditEventName.ROLE_TAKEN: _role_taken,
    AuditEventName.ACTED_FOR_PERSON: _acted,
}
