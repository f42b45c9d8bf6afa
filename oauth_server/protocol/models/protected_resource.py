"""A protected resource that an administrator adds beside our own API (RFC 8707, RFC 9728)."""

from django.db import models


class ProtectedResource(models.Model):
    """`identifier` is the audience, exactly; `scopes` (space separated) are those that may go into its tokens."""

    identifier = models.CharField(max_length=255, unique=True)
    scopes = models.TextField(blank=True)
    access_token_lifetime = models.DurationField(null=True, blank=True)

    def __str__(self) -> str:
        return self.identifier
