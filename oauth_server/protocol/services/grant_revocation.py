"""Ending grants from outside a flow: the anchors end all tokens of their families at once (RFC 7009 section 2.1)."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from oauth_server.protocol.models import AccessToken, Application, Consent, Grant, RefreshToken


def revoke_grant(*, grant_id: int) -> int:
    """End one grant; return 1, or 0 where there is no live grant of this key."""
    return end(Grant.objects.filter(pk=grant_id))


@transaction.atomic
def revoke_grants_of_user(*, user: Any, application: Application | None = None) -> int:
    """End what a person allowed one client (whose consent is then asked for again), or all; return how many grants."""
    grants = Grant.objects.filter(user=user)
    if application is not None:
        Consent.objects.filter(user=user, application=application).delete()
        grants = grants.filter(application=application)
    return end(grants)


@transaction.atomic
def revoke_client_tokens(*, application: Application) -> int:
    """End every grant of a client, its codes, and the tokens of its own; return how many. Consents stay."""
    own = AccessToken.objects.filter(application=application, grant=None, revoked_at=None)
    return end(Grant.objects.filter(application=application)) + own.update(revoked_at=timezone.now())


@transaction.atomic
def end(grants: QuerySet[Grant]) -> int:
    """End live grants and their refresh tokens, and drop what was sealed for a retry; return how many grants."""
    now = timezone.now()
    live = list(grants.filter(revoked_at=None).values_list("pk", flat=True))
    tokens = RefreshToken.objects.filter(grant__in=live, revoked=None)
    tokens.update(revoked=now, updated=now, sealed_successor=None)
    return Grant.objects.filter(pk__in=live).update(revoked_at=now)
