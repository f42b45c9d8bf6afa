"""The audit trail: what happened to whom by whom, appended and never changed (OWASP ASVS 5.0 section 16.3)."""

from django.db import models
from django.utils import timezone


class AuditEvent(models.Model):
    """People are named by `User.audit_key` alone, which goes with the account; nothing here is a secret or a name."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    event = models.CharField(max_length=40)
    person = models.UUIDField(null=True)
    """Whom it happened to."""
    actor = models.UUIDField(null=True)
    """Who did it, where that is somebody else."""
    client = models.CharField(max_length=100, blank=True)
    sid = models.UUIDField(null=True)
    request_id = models.CharField(max_length=36, blank=True)
    """Leads to the lines of the log."""
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["person", "-id"])]

    def __str__(self) -> str:
        return f"{self.event} {self.at:%Y-%m-%d %H:%M:%S}"


class AuditSeal(models.Model):
    """A link of the hash chain: `digest` covers the one before and every event up to `last_event`."""

    last_event = models.BigIntegerField(unique=True)
    count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-last_event"]

    def __str__(self) -> str:
        return f"Seal up to event {self.last_event}"
