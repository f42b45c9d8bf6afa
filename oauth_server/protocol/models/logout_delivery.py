"""A logout token on its way to a client, kept until it arrived (OpenID Connect Back-Channel Logout section 2.5)."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar, Final

from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from oauth2_provider import models as oauth2_models
from oauth2_provider.settings import oauth2_settings

from accounts.models.numbered import numbered

OPEN: Final = Q(delivered_at=None, given_up_at=None)
OF_EACH: Final = 10
"""Deliveries to one client that are taken at once."""


class LogoutDeliveries(models.Manager["LogoutDelivery"]):
    """Hands deliveries out, so that no two workers hold one, and no two hold those of one client."""

    def lease(self, *, now: datetime, until: datetime) -> list["LogoutDelivery"]:
        """Return the next that are due, all of one client; nobody else gets any of that client's before `until`.

        New ones come before those that were tried, so that a client that does not answer keeps nobody waiting. While
        nothing is due, nothing is locked.
        """
        held = self.filter(OPEN, application=OuterRef("application"), leased_until__gt=now)
        due = self.filter(~Exists(held), OPEN, next_attempt__lte=now, application__enabled=True)
        due = due.exclude(application__backchannel_logout_uri="").order_by("attempts", "next_attempt", "pk")
        if not due.exists():
            return []
        skip_locked = connection.features.has_select_for_update_skip_locked
        with transaction.atomic():
            clients = oauth2_models.get_application_model().objects.filter(pk__in=due.values("application")[:1])
            locked = clients.select_for_update(skip_locked=skip_locked, no_key=True).first()
            if locked is None:
                return []
            leased = list(due.filter(application=locked).select_related("application")[:OF_EACH])
            self.filter(pk__in=[row.pk for row in leased]).update(leased_until=until)
        return leased

    def release(self, leased: Sequence["LogoutDelivery"], *, until: datetime) -> None:
        """Give back what was leased, and try what waits for its client no sooner than `until`."""
        self.filter(pk__in=[row.pk for row in leased]).update(leased_until=None)
        self.filter(OPEN, application=leased[0].application_id, next_attempt__lt=until).update(next_attempt=until)


class LogoutDelivery(models.Model):
    """One client to be told that a sign-in ended. The token itself is made anew at each attempt; `subject` is the
    client's own `sub`, kept because the person may be gone. `expires`: when the client is no longer told."""

    application = models.ForeignKey(
        oauth2_settings.APPLICATION_MODEL, verbose_name=_("application"), on_delete=models.CASCADE
    )
    subject = models.CharField(_("subject"), max_length=255)
    sid = models.UUIDField(_("identifier of the sign-in"), null=True, blank=True)
    created = models.DateTimeField(_("created"), auto_now_add=True)
    expires = models.DateTimeField(_("expires"), db_index=True)
    next_attempt = models.DateTimeField(_("next attempt"))
    leased_until = models.DateTimeField(_("held by a worker until"), null=True, blank=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    last_answer = models.CharField(_("last answer"), max_length=64, blank=True)
    delivered_at = models.DateTimeField(_("delivered"), null=True, blank=True)
    given_up_at = models.DateTimeField(_("given up"), null=True, blank=True)

    objects: ClassVar[LogoutDeliveries] = LogoutDeliveries()

    class Meta:
        verbose_name = _("logout delivery")
        verbose_name_plural = _("logout deliveries")
        indexes = [models.Index(fields=["next_attempt"], condition=OPEN, name="open_logout_deliveries")]

    def __str__(self) -> str:
        return numbered(self)
