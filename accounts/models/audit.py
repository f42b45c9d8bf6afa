"""The audit trail: what happened to whom by whom, appended and never changed (OWASP ASVS 5.0 section 16.3)."""

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.numbered import numbered


class AppendOnly(Exception):
    """Somebody tried to change or delete what is only ever added to; the database would have refused too."""


class AppendOnlySet(models.QuerySet[Any]):
    """Rows to read. What is older than a year goes by `accounts.audit.chain` alone."""

    def update(self, **values: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnly

    def delete(self) -> NoReturn:
        """Refuse."""
        raise AppendOnly


class AppendOnlyModel(models.Model):
    """A row that is added once; triggers of the database hold every other writer to it."""

    objects: ClassVar[models.Manager[Any]] = AppendOnlySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; refuse where it is there already."""
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnly


class AuditEvent(AppendOnlyModel):
    """People are named by `User.audit_key` alone, which goes with the account; nothing here is a secret or a name."""

    at = models.DateTimeField(_("time"), default=timezone.now, db_index=True)
    event = models.CharField(_("event"), max_length=40)
    person = models.UUIDField(_("person"), null=True)
    """Whom it happened to."""
    actor = models.UUIDField(_("by"), null=True)
    """Who did it, where that is somebody else."""
    client = models.CharField(_("client"), max_length=100, blank=True)
    sid = models.UUIDField(_("identifier of the sign-in"), null=True)
    request_id = models.CharField(_("request"), max_length=36, blank=True)
    """Leads to the lines of the log."""
    detail = models.JSONField(_("details"), default=dict)

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        ordering = ["-id"]
        indexes = [models.Index(fields=["person", "-id"]), models.Index(fields=["client", "-id"])]

    def __str__(self) -> str:
        return f"{self.event} {self.at:%Y-%m-%d %H:%M:%S}"


class AuditSeal(AppendOnlyModel):
    """A link of the hash chain: `digest` covers the one before and every event up to `last_event`."""

    last_event = models.BigIntegerField(_("last event"), unique=True)
    count = models.PositiveIntegerField(_("number of events"))
    digest = models.CharField(_("digest"), max_length=64)
    at = models.DateTimeField(_("sealed"), default=timezone.now)

    class Meta:
        verbose_name = _("seal of the audit trail")
        verbose_name_plural = _("seals of the audit trail")
        ordering = ["-last_event"]

    def __str__(self) -> str:
        return numbered(self)
