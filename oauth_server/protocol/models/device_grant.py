"""The device grant: one device code, one user code, decided once (RFC 8628 section 3)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Final

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import AbstractDeviceGrant
from oauth2_provider.settings import oauth2_settings

from accounts.models.numbered import numbered
from oauth_server.protocol.models.family import Family
from oauth_server.protocol.models.rows import moment
from oauth_server.protocol.models.sql import one_row

REDEEM: Final = """update {grant} set consumed_at = %s, expires = %s, updated = %s,
jkt = case when jkt = '' then %s else jkt end
where id = %s and application_id = %s and consumed_at is null and revoked_at is null
returning (select {family} from {of_grant} where g.id = {grant}.id)"""
SLOWER: Final = 5
"""Seconds that every `slow_down` adds to the interval (section 3.5)."""
LEEWAY: Final = timedelta(seconds=1)
"""A poll that comes this much too early was sent on time: the way of the one before took longer."""


@dataclass(frozen=True, slots=True)
class Polled:
    """A device grant as a poll finds it. `interval` in seconds; `grant` is None until somebody allowed it, and again
    once what they allowed was taken back."""

    pk: int
    status: str
    expires: datetime
    interval: int
    polled_at: datetime | None
    grant: int | None

    def is_early(self, now: datetime) -> bool:
        """Return whether a poll now comes before the interval since the last one is over."""
        return self.polled_at is not None and now - self.polled_at < timedelta(seconds=self.interval) - LEEWAY


class DeviceGrants(models.Manager["DeviceGrant"]):
    """Owns the statements of polling; each returns values, not instances."""

    def polled(self, *, device_code: str, application: int) -> Polled | None:
        """Return what a device code (its digest) of this client stands for. One statement."""
        fields = ("pk", "status", "expires", "interval", "polled_at", "grant")
        row = self.filter(device_code=device_code, application=application).values_list(*fields).first()
        return Polled(*row) if row else None

    def keep_pace(self, found: Polled, *, now: datetime) -> bool:
        """Note a poll; return whether it came no earlier than the interval allows, which grows where it did.

        The row says when the last one came, so all workers keep one pace; of polls that come at once one is in time.
        """
        if not found.is_early(now):
            unchanged = self.filter(pk=found.pk, polled_at=found.polled_at)
            if unchanged.update(polled_at=now):
                return True
        self.filter(pk=found.pk).update(polled_at=now, interval=F("interval") + SLOWER)
        return False

    def redeem(self, *, grant: int, application: int, jkt: str, now: datetime, expires: datetime) -> Family | None:
        """Spend what was allowed (the anchor's primary key) once; None where it was spent before or has ended.

        `expires` becomes the family's absolute end, and `jkt` its key where it has none yet. The statement is the lock:
        of many at once one sees the row unspent, on PostgreSQL and SQLite alike.
        """
        row = one_row(REDEEM, (moment(now), moment(expires), moment(now), jkt, grant, application))
        return Family.read(row[0]) if row else None


class DeviceGrant(AbstractDeviceGrant):
    """`device_code` holds a SHA-256 digest, `user_code` a keyed one. `grant` is the anchor that the person's approval
    made; it is spent as a code is. `address` and `user_agent` are the device's, shown to the person who decides; `jkt`
    is the key that only the poll of the same holder may redeem by (RFC 9449)."""

    application = models.ForeignKey(
        oauth2_settings.APPLICATION_MODEL, verbose_name=_("application"), on_delete=models.CASCADE
    )
    grant = models.OneToOneField(
        oauth2_settings.GRANT_MODEL, verbose_name=_("grant"), on_delete=models.SET_NULL, null=True, blank=True
    )
    audience = models.CharField(_("audience"), max_length=255, blank=True)
    jkt = models.CharField(_("bound to the key"), max_length=64, blank=True)
    address = models.GenericIPAddressField(_("IP address"), null=True, blank=True)
    user_agent = models.CharField(_("browser"), max_length=300, blank=True)
    created = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    polled_at = models.DateTimeField(_("last asked"), null=True, blank=True)

    objects: ClassVar[DeviceGrants] = DeviceGrants()

    class Meta(AbstractDeviceGrant.Meta):
        abstract = False
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        constraints = [
            models.UniqueConstraint(fields=["device_code"], name="one_row_a_device_code"),
            models.UniqueConstraint(fields=["user_code"], name="one_row_a_user_code"),
        ]
        indexes = [models.Index(fields=["expires"])]

    def __str__(self) -> str:
        return numbered(self)
