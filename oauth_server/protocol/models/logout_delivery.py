"""A logout token on its way to a client, kept until it arrived (OpenID Connect Back-Channel Logout section 2.5)."""

from datetime import datetime
from typing import ClassVar, Final

from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef, Q
from oauth2_provider.settings import oauth2_settings

OPEN: Final = Q(delivered_at=None, given_up_at=None)
OF_EACH: Final = 10
"""Deliveries to one client that are taken at once."""


class LogoutDeliveries(models.Manager["LogoutDelivery"]):
    """Hands deliveries out, so that no two workers hold one, and no two hold those of one client."""

    def lease(self, *, now: datetime, until: datetime) -> list["LogoutDelivery"]:
        """Return the next that are due, all of one client; nobody else gets them before `until`.

        New ones come before those that were tried, so that a client that does not answer keeps nobody waiting.
        """
        held = self.filter(OPEN, application=OuterRef("application"), leased_until__gt=now)
        due = self.filter(OPEN, next_attempt__lte=now, application__enabled=True).exclude(
            application__backchannel_logout_uri=""
        )
        due = due.filter(Q(leased_until=None) | Q(leased_until__lte=now)).order_by("attempts", "next_attempt", "pk")
        first = due.filter(~Exists(held)).values_list("application", flat=True).first()
        if first is None:
            return []
        with transaction.atomic():
            rows = due.filter(application=first).select_related("application")
            skip_locked = connection.features.has_select_for_update_skip_locked
            leased = list(rows.select_for_update(of=("self",), skip_locked=skip_locked)[:OF_EACH])
            self.filter(pk__in=[row.pk for row in leased]).update(leased_until=until)
        return leased

    def postpone(self, *, application: int, until: datetime) -> None:
        """Try what waits for a client no sooner than `until`, and let others have it."""
        waiting = self.filter(OPEN, application=application)
        waiting.filter(next_attempt__lt=until).update(next_attempt=until)
        waiting.filter(leased_until__isnull=False).update(leased_until=None)


class LogoutDelivery(models.Model):
    """One client to be told that a sign-in ended. The token itself is made anew at each attempt; `subject` is the
    client's own `sub`, kept because the person may be gone. `expires`: when the client is no longer told."""

    application = models.ForeignKey(oauth2_settings.APPLICATION_MODEL, on_delete=models.CASCADE)
    subject = models.CharField(max_length=255)
    sid = models.UUIDField(null=True, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField(db_index=True)
    next_attempt = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    last_answer = models.CharField(max_length=64, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[LogoutDeliveries] = LogoutDeliveries()

    class Meta:
        verbose_name_plural = "logout deliveries"
        indexes = [models.Index(fields=["next_attempt"], condition=OPEN, name="open_logout_deliveries")]

    def __str__(self) -> str:
        return f"Logout delivery {self.pk}"
