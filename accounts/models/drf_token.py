"""The DRF token: one a user, derived from user and generation, stored as a digest."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class DrfToken(models.Model):
    """`digest` is the SHA-256 of the 40-character key; a logout raises `generation`, which makes another key."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drf_token")
    generation = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, unique=True)
    credential_epoch = models.PositiveIntegerField(default=0)
    created = models.DateTimeField(default=timezone.now)
    last_used = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"DRF token of user {self.user_id}"
