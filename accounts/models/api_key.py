"""API keys: a person's own, narrowed by scopes, and a service's, which acts as a machine."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class ApiKey(models.Model):
    """`digest` is the SHA-256 of the key, `hint` its first characters; without a `user` it is a service's."""

    name = models.CharField(max_length=100)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="api_keys"
    )
    hint = models.CharField(max_length=16, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField(default=list)
    credential_epoch = models.PositiveIntegerField(default=0, editable=False)
    """The owner's when the key was made; 0 for a service."""
    created = models.DateTimeField(default=timezone.now, editable=False)
    last_used = models.DateTimeField(null=True, blank=True, editable=False)
    expires = models.DateTimeField(db_index=True)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-created", "-id"]
        verbose_name = "API key"

    def __str__(self) -> str:
        return self.name
