"""A protected resource that an administrator adds beside our own API (RFC 8707, RFC 9728)."""

from django.db import models

from oauth_server.protocol.models.client_metadata import choices
from oauth_server.vocabulary import TokenFormat


class ProtectedResource(models.Model):
    """`identifier` is the audience, exactly; `scopes` (space separated) are those that may go into its tokens."""

    identifier = models.CharField(max_length=255, unique=True)
    scopes = models.TextField(blank=True)
    name = models.CharField(max_length=255, blank=True)
    token_format = models.CharField(max_length=8, blank=True, choices=choices(TokenFormat))
    access_token_lifetime = models.DurationField(null=True, blank=True)

    def __str__(self) -> str:
        return self.identifier
