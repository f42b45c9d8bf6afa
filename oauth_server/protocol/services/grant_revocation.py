"""Ending grants from outside a flow: one UPDATE of the anchors ends all tokens of their families (RFC 7009)."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from oauth_server.protocol.models import AccessToken, Application, Consent, Grant


def revoke_grant(*, grant_id: int) -> int:
    """End one grant; return 1, or 0 where there is no live grant of this key."""
    return _end(Grant.objects.filter(pk=grant_id))


@transaction.atomic
def revoke_grants_of_user(*, user: Any, application: Application | None = None) -> int:
    """End what a person allowed one client (whose consent is then asked for again), or all; return how many grants."""
    grants = Grant.objects.filter(user=user)
    if application is not None:
        Consent.objects.filter(user=user, application=application).delete()
        grants = grants.filter(application=application)
    return _end(grants)


@transaction.atomic
def revoke_client_tokens(*, application: Application) -> int:
    """End every grant of a client and the tokens of its own; return how many of both. Consents stay."""
    own = AccessToken.objects.filter(application=application, grant=None, revoked_at=None)
    return _end(Grant.objects.filter(application=application)) + own.update(revoked_at=timezone.now())


def _end(grants: QuerySet[Grant]) -> int:
    return grants.filter(revoked_at=None).update(revoked_at=timezone.now())
