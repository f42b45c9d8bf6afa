"""Ending grants from outside a flow: the anchors end all tokens of their families at once (RFC 7009 section 2.1)."""

from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from accounts.audit.record import AuditEventName, record
from oauth_server.protocol.models import (
    AccessToken,
    Application,
    AuthorizationRequest,
    Consent,
    DeviceGrant,
    Grant,
    RefreshToken,
)


@transaction.atomic
def revoke_grant(*, grant_id: int) -> int:
    """End one grant; return 1, or 0 where there is no live grant of this key."""
    ended = 0
    for grant in Grant.objects.filter(pk=grant_id, revoked_at=None).select_related("user", "application"):
        ended = end(Grant.objects.filter(pk=grant.pk))
        _record(grant.user, grant.application, ended)
    return ended


@transaction.atomic
def revoke_grants_of_user(*, user: Any, application: Application | None = None) -> int:
    """End what a person allowed one client (whose consent is then asked for again, also where an
    answer was under way), or all; return how many grants."""
    grants = Grant.objects.filter(user=user)
    if application is not None:
        sids = user.sessions.filter(ended_at=None).values("sid")
        AuthorizationRequest.objects.filter(application=application, decided_sid__in=sids).delete()
        withdrawn, _ = Consent.objects.filter(user=user, application=application).delete()
        if withdrawn:
            record(AuditEventName.CONSENT_WITHDRAWN, person=user, client=application.client_id)
        grants = grants.filter(application=application)
    ended = end(grants)
    _record(user, application, ended)
    return ended


@transaction.atomic
def revoke_some_of_user(*, user: Any, grants: QuerySet[Grant]) -> int:
    """End those of a person's grants; return how many. Consents stay: no application was named."""
    ended = 0
    chosen = Grant.objects.filter(user=user, pk__in=list(grants.values_list("pk", flat=True)), revoked_at=None)
    for application in Application.objects.filter(pk__in=chosen.values("application")).order_by("pk"):
        number = end(chosen.filter(application=application))
        _record(user, application, number)
        ended += number
    return ended


@transaction.atomic
def revoke_client_tokens(*, application: Application) -> int:
    """End every grant of a client, its codes, what devices wait for, and the tokens of its own; return how many are
    known: those that it got for itself and that are signed leave no row, and end with the epoch. Consents stay."""
    own = AccessToken.objects.filter(application=application, grant=None, revoked_at=None)
    DeviceGrant.objects.filter(application=application).delete()
    Application.objects.filter(pk=application.pk).update(token_epoch=F("token_epoch") + 1)
    ended = end(Grant.objects.filter(application=application)) + own.update(revoked_at=timezone.now())
    _record(None, application, ended)
    return ended


def _record(user: Any, application: Application | None, ended: int) -> None:
    if ended:
        client = application.client_id if application else ""
        record(AuditEventName.GRANTS_REVOKED, person=user, client=client, detail={"number": ended})


@transaction.atomic
def end(grants: QuerySet[Grant]) -> int:
    """End live grants and their refresh tokens, and drop what was sealed for a retry; return how many grants."""
    now = timezone.now()
    live = list(grants.filter(revoked_at=None).values_list("pk", flat=True))
    tokens = RefreshToken.objects.filter(grant__in=live, revoked=None)
    tokens.update(revoked=now, updated=now, sealed_successor=None)
    return Grant.objects.filter(pk__in=live).update(revoked_at=now)
