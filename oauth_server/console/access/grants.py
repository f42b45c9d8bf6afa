"""The grants by which something acts for a person now: of applications, of devices, of whoever acts for them."""

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from oauth_server.protocol.models import Application, Grant
from oauth_server.protocol.scopes import wire
from oauth_server.vocabulary import SCOPES, Scope

SIGNED_IN: Final = Q(offline=True) | Q(session__isnull=False, session__ended_at=None)
"""What lasts while its person is away, or hangs on a sign-in that has not ended."""


def living(user: Any) -> QuerySet[Grant]:
    """Return the grants of `user` under which tokens were issued and are good, or could be renewed.

    `last_used` is when the client last got a token, which none outlives by more than its few minutes.
    """
    now = timezone.now()
    renewable = Q(refresh_token=None) | Q(refresh_token__revoked=None, refresh_token__expires__gt=now)
    grants: QuerySet[Grant] = Grant.objects.filter(
        SIGNED_IN,
        renewable,
        user_id=user.pk,
        revoked_at=None,
        consumed_at__isnull=False,
        expires__gt=now,
        credential_epoch=user.credential_epoch,
    )
    used = Coalesce("refresh_token__updated", "consumed_at", output_field=DateTimeField())
    shown: QuerySet[Grant] = grants.annotate(last_used=used).order_by("-pk")
    return shown


def of_applications(user: Any) -> QuerySet[Grant]:
    """Return those that began at the consent page."""
    return living(user).filter(actor_grant=None).exclude(redirect_uri="")


def of_devices(user: Any) -> QuerySet[Grant]:
    """Return those that began with a code typed for a device: they alone have no redirect URI."""
    return living(user).filter(actor_grant=None, redirect_uri="")


def of_actors(user: Any) -> QuerySet[Grant]:
    """Return those under which an administrator acts for the person, while that of the administrator stands."""
    theirs = Grant.objects.filter(
        SIGNED_IN,
        pk=OuterRef("actor_grant"),
        revoked_at=None,
        user__is_active=True,
        credential_epoch=F("user__credential_epoch"),
        application__enabled=True,
    )
    return living(user).filter(Exists(theirs))


def texts(scopes: Iterable[str], application: Application) -> list[str]:
    """Return what scopes allow, in words and in the vocabulary's order, as far as the application may still get it.

    That it may act while the person is away is said elsewhere.
    """
    held = application.cap.of_scopes(frozenset(scopes) - {Scope.OFFLINE_ACCESS})
    return [_(SCOPES[Scope(name)].text) for name in wire(held).split()]
