"""A signing key's life, for every port; in the database port, its private half too, sealed (RFC 7517)."""

from django.db import models


class SigningKey(models.Model):
    """Signs from `not_before` until `retired_at`, when its successor does; verifies until `withdrawn_at`."""

    kid = models.CharField(max_length=64, unique=True)
    algorithm = models.CharField(max_length=8)
    sealed_private_key = models.BinaryField()
    public_jwk = models.JSONField()
    created = models.DateTimeField(auto_now_add=True)
    not_before = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["algorithm"],
                condition=models.Q(retired_at=None, withdrawn_at=None),
                name="one_last_signing_key",
            )
        ]

    def __str__(self) -> str:
        return self.kid
