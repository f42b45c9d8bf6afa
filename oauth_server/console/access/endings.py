"""What a person can end on the page: one of a kind, or all of it; each by the service that the rest of the server uses.

A function returns what to say, or None where what was named is not this person's.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import ApiKey, Session
from accounts.services.api_keys import live_keys, revoke_keys, revoke_personal_key
from accounts.services.drf_tokens import end_token
from accounts.services.sign_out import end_chosen
from oauth_server.console.access import grants, sign_ins
from oauth_server.console.access.applications import connected
from oauth_server.protocol.models import Application, Grant
from oauth_server.protocol.services.grant_revocation import revoke_grants_of_user, revoke_some_of_user
from oauth_server.vocabulary import AccessTokenFacts

Said = str | SafeString | None
REASON: Final = "ended_by_owner"
_LONGEST_NUMBER: Final = 18
"""Digits of a primary key, at most."""


def _application(sign_in: AccessTokenFacts, which: str) -> Said:
    user = sign_in.user
    if not which.isprintable():
        return None
    application = Application.objects.filter(client_id=which).first()
    if application is None:
        return None
    held = Grant.objects.filter(user_id=user.pk, application=application).exists()
    if not held and not connected(user).filter(pk=application.pk).exists():
        return None
    revoke_grants_of_user(user=user, application=application)
    name = format_html("<bdi>{}</bdi>", application.name or application.client_id)
    return format_html(_("{name} can no longer act for you. It will ask you before it can again."), name=name)


def _every_application(sign_in: AccessTokenFacts, which: str) -> Said:
    rows = list(connected(sign_in.user))
    for application in rows:
        revoke_grants_of_user(user=sign_in.user, application=application)
    said = ngettext(
        "%(number)s application can no longer act for you.",
        "%(number)s applications can no longer act for you.",
        len(rows),
    )
    return said % {"number": len(rows)}


def _grant(sign_in: AccessTokenFacts, which: str) -> Said:
    chosen = Grant.objects.filter(user_id=sign_in.user.pk, pk=_number(which))
    if not chosen.exists():
        return None
    revoke_some_of_user(user=sign_in.user, grants=chosen)
    return _("This access was ended.")


def _every_device(sign_in: AccessTokenFacts, which: str) -> Said:
    # Those too that were let in and have not come for their tokens yet.
    chosen = Grant.objects.filter(user_id=sign_in.user.pk, redirect_uri="", actor_grant=None)
    number = revoke_some_of_user(user=sign_in.user, grants=chosen)
    said = ngettext("%(number)s device was signed out.", "%(number)s devices were signed out.", number)
    return said % {"number": number}


def _every_actor(sign_in: AccessTokenFacts, which: str) -> Said:
    revoke_some_of_user(user=sign_in.user, grants=grants.of_actors(sign_in.user))
    return _("Nobody acts for you any more.")


def _session(sign_in: AccessTokenFacts, which: str) -> Said:
    chosen = Session.objects.filter(user_id=sign_in.user.pk, pk=_number(which))
    if not chosen.exists():
        return None
    end_chosen(sessions=chosen, reason=REASON)
    return _("This sign-in was ended.")


def _other_browsers(sign_in: AccessTokenFacts, which: str) -> Said:
    others = sign_ins.browsers(sign_in.user, mine=None).exclude(pk=sign_in.session_id or 0)
    number = end_chosen(sessions=_by_key(others), reason=REASON)
    said = ngettext("%(number)s other browser was signed out.", "%(number)s other browsers were signed out.", number)
    return said % {"number": number}


def _every_mobile(sign_in: AccessTokenFacts, which: str) -> Said:
    number = end_chosen(sessions=_by_key(sign_ins.mobiles(sign_in.user)), reason=REASON)
    said = ngettext("%(number)s mobile sign-in was ended.", "%(number)s mobile sign-ins were ended.", number)
    return said % {"number": number}


def _token(sign_in: AccessTokenFacts, which: str) -> Said:
    end_token(user=sign_in.user)
    return _("The API token was ended.")


def _key(sign_in: AccessTokenFacts, which: str) -> Said:
    row = ApiKey.objects.filter(user_id=sign_in.user.pk, pk=_number(which)).first()
    if row is None:
        return None
    revoke_personal_key(user=sign_in.user, key_id=row.pk)
    return format_html(_("The key {name} was revoked."), name=format_html("<bdi>{}</bdi>", row.name))


def _every_key(sign_in: AccessTokenFacts, which: str) -> Said:
    number = revoke_keys(keys=live_keys(sign_in.user), by=sign_in.user)
    said = ngettext("%(number)s API key was revoked.", "%(number)s API keys were revoked.", number)
    return said % {"number": number}


def _number(which: str) -> int:
    """Return a primary key; 0, which no row has, for anything that is none."""
    return int(which) if which.isascii() and which.isdecimal() and len(which) <= _LONGEST_NUMBER else 0


def _by_key(rows: Any) -> Any:
    return Session.objects.filter(pk__in=list(rows.values_list("pk", flat=True)))


ENDINGS: Final[Mapping[str, Callable[[AccessTokenFacts, str], Said]]] = {
    "application": _application,
    "applications": _every_application,
    "grant": _grant,
    "devices": _every_device,
    "actors": _every_actor,
    "sign-in": _session,
    "other-browsers": _other_browsers,
    "mobiles": _every_mobile,
    "token": _token,
    "key": _key,
    "keys": _every_key,
}
"""By the word that the button sends."""
