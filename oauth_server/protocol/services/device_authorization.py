"""Device authorization: begun by a device, found by its user code, decided once by a person (RFC 8628 section 3)."""

import secrets
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from oauthlib.oauth2.rfc6749.errors import InvalidScopeError

from accounts.audit.record import AuditEventName, record
from oauth_server.protocol.models import DeviceGrant, Grant
from oauth_server.protocol.models.client import Client
from oauth_server.protocol.protected_resources import audience_for
from oauth_server.protocol.scopes import granted_scope, wire, words
from oauth_server.protocol.services.grant_sign_in import of_sign_in
from oauth_server.protocol.strict_form import Form
from oauth_server.protocol.tokens import sealed_value, user_code
from oauth_server.protocol.tokens.digest import digest
from oauth_server.vocabulary import SCOPES, AccessTokenFacts, GrantType, Scope

PURPOSE: Final = "device decision"
LONGEST_USER_AGENT: Final = 300


@dataclass(frozen=True, slots=True)
class Begun:
    """The two codes of a new device grant, which are known in clear to nobody else."""

    device_code: str
    user_code: str


def begin(*, client: Client, form: Form, jkt: str | None, address: str, user_agent: str) -> Begun:
    """Keep what a device asks for, for settings.DEVICE_CODE_LIFETIME.

    `jkt`: the key that the request proved, by which alone the code is then redeemed. Raises OAuth2Error for a scope or
    resource that the client may not get, and for a scope of administrators, whatever the client is registered for.
    """
    scope = granted_scope(form.get("scope"), client.scopes, withheld=client.withheld_scopes)
    if any(SCOPES[Scope(name)].staff for name in scope):
        raise InvalidScopeError(description="Scopes of administrators are not given to devices.")
    capped = frozenset(
        name for name in words(form.get("scope")) & client.withheld_scopes if not SCOPES[Scope(name)].staff
    )
    audience = audience_for(form.resources, scope)
    device_code = secrets.token_urlsafe(32)
    kept = {
        "device_code": digest(device_code),
        "application_id": client.pk,
        "client_id": client.client_id,
        "scope": wire(scope | capped),  # the person is told of what a cap takes
        "audience": audience,
        "interval": int(settings.DEVICE_POLLING_INTERVAL.total_seconds()),
        "expires": timezone.now() + settings.DEVICE_CODE_LIFETIME,
        "jkt": jkt or "",
        "address": address or None,
        "user_agent": user_agent[:LONGEST_USER_AGENT],
    }
    created = False
    while not created:
        code = user_code.new()
        _, created = DeviceGrant.objects.get_or_create(user_code=user_code.keyed_digest(code), defaults=kept)
    return Begun(device_code, user_code.shown(code))


def find(typed: str) -> int | None:
    """Return the primary key of the device grant that waits under a user code as somebody typed it, else None."""
    code = user_code.read(typed)
    if code is None:
        return None
    waiting = DeviceGrant.objects.filter(status=DeviceGrant.AUTHORIZATION_PENDING, expires__gt=timezone.now())
    return waiting.filter(user_code=user_code.keyed_digest(code)).values_list("pk", flat=True).first()


def shown_to(*, pk: int, typed: str, sid: UUID) -> str:
    """Return the sealed reference by which this sign-in, and no other, sees and decides a device grant."""
    return sealed_value.seal(PURPOSE, f"{pk} {sid} {user_code.read(typed)}")


def load(reference: str, *, sid: UUID) -> tuple[DeviceGrant, str] | None:
    """Return a device grant with its user code, by a reference of this very sign-in; None for any other, and for a
    grant that is gone or whose client may not use it any more."""
    seconds = int(settings.DEVICE_CODE_LIFETIME.total_seconds())
    opened = (sealed_value.open_sealed(PURPOSE, reference, seconds=seconds) or "").split()
    if len(opened) != 3 or opened[1] != str(sid):
        return None
    found = DeviceGrant.objects.select_related("application").filter(pk=int(opened[0])).first()
    if found is None or not found.application.enabled:
        return None
    return (found, user_code.shown(opened[2])) if found.application.allows_grant_type(GrantType.DEVICE_CODE) else None


def scope_of(asked: DeviceGrant) -> frozenset[str]:
    """Return what may be allowed: what was asked for, as far as the client may still get it."""
    return frozenset(asked.scope.split()).intersection(asked.application.allowed_scopes)


def withheld_from(asked: DeviceGrant) -> frozenset[str]:
    """Return what was asked for and the cap of the client takes: nobody is asked."""
    return frozenset(asked.scope.split()).intersection(asked.application.withheld_scopes)


def awaits_decision(asked: DeviceGrant) -> bool:
    """Return whether nobody has decided yet, and somebody still can."""
    return bool(asked.status == DeviceGrant.AUTHORIZATION_PENDING and asked.expires > timezone.now())


@transaction.atomic
def decide(asked: DeviceGrant, *, sign_in: AccessTokenFacts, scope: frozenset[str]) -> bool:
    """Keep a person's decision: the scope that they allow, or none. Return whether it counts: the first one does.

    The approval makes the anchor of the family, which hangs on this sign-in unless the person allowed it to act while
    they are away. It stands for this device alone: nothing is remembered for the client's next request.
    """
    allowed = scope & scope_of(asked)
    status = DeviceGrant.AUTHORIZED if allowed else DeviceGrant.DENIED
    open_yet = DeviceGrant.objects.filter(
        pk=asked.pk, status=DeviceGrant.AUTHORIZATION_PENDING, expires__gt=timezone.now()
    )
    if not open_yet.update(status=status, user=sign_in.user):
        return False
    told = {"grant_type": GrantType.DEVICE_CODE, "scope": wire(allowed)}
    if allowed:
        DeviceGrant.objects.filter(pk=asked.pk).update(grant=_anchor(asked, sign_in, allowed))
    event = AuditEventName.CONSENT_GIVEN if allowed else AuditEventName.CONSENT_REFUSED
    record(event, person=sign_in.user, client=asked.client_id, sid=sign_in.sid, detail=told)
    return True


def _anchor(asked: DeviceGrant, sign_in: AccessTokenFacts, scope: frozenset[str]) -> Grant:
    """Make the Grant row. Its code is the digest of what nobody knows: the device code alone leads to it."""
    return Grant.objects.create(
        code=digest(secrets.token_urlsafe(32)),
        user_id=sign_in.user.pk,
        application=asked.application,
        expires=asked.expires,
        scope=wire(scope),
        resource=[asked.audience],
        audience=asked.audience,
        **of_sign_in(sign_in, client=asked.application, scope=scope),
        jkt=asked.jkt,
    )
