"""A signing key's life, for every port; in the database port, its private half too, sealed (RFC 7517)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SigningKey(models.Model):
    """Signs from `not_before` until `retired_at`, when its successor does; verifies until `withdrawn_at`."""

    kid = models.CharField(_("identifier of the key"), max_length=64, unique=True)
    algorithm = models.CharField(_("algorithm"), max_length=8)
    sealed_private_key = models.BinaryField()
    public_jwk = models.JSONField(_("public key"))
    created = models.DateTimeField(_("created"), auto_now_add=True)
    not_before = models.DateTimeField(_("signs from"))
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("signing key")
        verbose_name_plural = _("signing keys")
        constraints = [
            models.UniqueConstraint(
                fields=["algorithm"],
                condition=models.Q(retired_at=None, withdrawn_at=None),
                name="one_last_signing_key",
            )
        ]

    def __str__(self) -> str:
        return self.kid
