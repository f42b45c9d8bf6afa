"""The grant: outlives its code and anchors every token of its family (RFC 6749 section 4.1, RFC 9700 section 4.14)."""

from django.db import models
from oauth2_provider.models import AbstractGrant


class Grant(AbstractGrant):
    """`code` holds a SHA-256 digest. One UPDATE of `revoked_at` ends the whole family. An online grant hangs on its
    `session`; an offline one has none, and keeps the `sid` for its ID tokens only. `expires` is the code's end until
    the code is consumed, and the family's absolute end from then on, so that no purge by age takes a live anchor."""

    session = models.ForeignKey("accounts.Session", on_delete=models.CASCADE, null=True, blank=True)
    sid = models.UUIDField(null=True, blank=True)
    credential_epoch = models.PositiveIntegerField(default=0)
    auth_time = models.DateTimeField(null=True, blank=True)
    acr = models.CharField(max_length=64, blank=True)
    amr = models.JSONField(default=list)
    audience = models.CharField(max_length=255)
    offline = models.BooleanField(default=False)
    redirect_uri_sent = models.BooleanField(default=True)
    consumed_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta(AbstractGrant.Meta):
        abstract = False
        indexes = [models.Index(fields=["expires"]), models.Index(fields=["user", "application"])]

    def __str__(self) -> str:
        return f"Grant {self.pk}"

