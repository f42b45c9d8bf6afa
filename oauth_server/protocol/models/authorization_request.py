"""The stored authorization request: carried by reference through sign-in and consent (the model of RFC 9126)."""

from django.db import models
from oauth2_provider.settings import oauth2_settings


class AuthorizationRequest(models.Model):
    """`digest` is the SHA-256 of the reference in `request_uri`. A decision is bound to the `sid` that made it."""

    digest = models.CharField(max_length=64, unique=True)
    application = models.ForeignKey(oauth2_settings.APPLICATION_MODEL, on_delete=models.CASCADE)
    parameters = models.JSONField()
    pushed = models.BooleanField(default=False)
    """Came by the pushed authorization request endpoint, from a client that proved itself (RFC 9126)."""
    jkt = models.CharField(max_length=64, blank=True)
    """The key that the code will be bound to (RFC 9449 section 10.1)."""
    created = models.DateTimeField(auto_now_add=True)
    opened = models.DateTimeField(null=True, blank=True)
    """When a person first came with it; None for a pushed one that nobody has come with yet."""
    expires = models.DateTimeField(db_index=True)
    decided_sid = models.UUIDField(null=True, blank=True)
    decided_scope = models.TextField(null=True, blank=True)  # noqa: DJ001 - null: undecided; empty: nothing allowed

    def __str__(self) -> str:
        return f"Authorization request {self.pk}"
