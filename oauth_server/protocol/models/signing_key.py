"""A signing key: the private half sealed, the public half as published (RFC 7517)."""

from django.db import models


class SigningKey(models.Model):
    """Signs from `not_before` until `retired_at`; stays published until `withdrawn_at`."""

    kid = models.CharField(max_length=64, unique=True)
    algorithm = models.CharField(max_length=8)
    sealed_private_key = models.BinaryField()
    public_jwk = models.JSONField()
    created = models.DateTimeField(auto_now_add=True)
    not_before = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.kid
