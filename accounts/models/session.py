"""One sign-in: what ties a browser session, a first-party token pair and online grants together by `sid`."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone


class Session(models.Model):
    """A sign-in of a person. With `ended_at` set, or an epoch behind the user's, nothing issued under it is good."""

    sid = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sessions")
    session_key = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001 - unique where there is a browser, null where there is none
    credential_epoch = models.PositiveIntegerField(default=0)
    auth_time = models.DateTimeField(default=timezone.now)
    amr = models.JSONField(default=list)
    acr = models.CharField(max_length=64, blank=True)
    user_agent = models.CharField(max_length=300, blank=True)
    address = models.GenericIPAddressField(null=True, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    last_used = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    refresh_jti = models.UUIDField(null=True, blank=True, editable=False)
    """The `jti` of the one first-party refresh token that is good now; rotation is a conditional UPDATE of it."""

    class Meta:
        indexes = [models.Index(fields=["user", "ended_at"])]

    def __str__(self) -> str:
        return str(self.sid)
