"""The refresh token: one row a family, rotated in place (RFC 6749 section 6, RFC 9700 section 4.14.2)."""

from typing import Any, ClassVar

from django.db import models, transaction
from django.utils import timezone
from oauth2_provider.models import AbstractRefreshToken
from oauth2_provider.settings import oauth2_settings


class RefreshToken(AbstractRefreshToken):
    """On the wire `selector.secret`. `selector` (a digest) names the family for ever, so any older generation is
    recognised without keeping rows; `sealed_successor` is the last answer, encrypted under the token it replaced."""

    grant = models.OneToOneField(
        oauth2_settings.GRANT_MODEL, on_delete=models.PROTECT, related_name="refresh_token"
    )
    selector = models.CharField(max_length=64, unique=True)
    previous_checksum = models.CharField(max_length=64, blank=True)
    sealed_successor = models.BinaryField(null=True, blank=True)
    rotated_at = models.DateTimeField(null=True, blank=True)
    replays = models.PositiveIntegerField(default=0)
    generation = models.PositiveIntegerField(default=0)
    scope = models.TextField(blank=True)
    expires = models.DateTimeField(db_index=True)
    """The idle end; the grant's `expires` is the absolute one."""

    class Meta(AbstractRefreshToken.Meta):
        abstract = False
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["token_checksum"], name="one_row_a_refresh_token")
        ]

    def __str__(self) -> str:
        return f"Refresh token {self.pk}"

    @transaction.atomic
    def revoke(self) -> None:
        """End the whole family: this row and the anchor, and with it every access token."""
        now = timezone.now()
        type(self).objects.filter(pk=self.pk, revoked=None).update(revoked=now, updated=now, sealed_successor=None)
        type(self.grant).objects.filter(pk=self.grant_id, revoked_at=None).update(revoked_at=now)

    @classmethod
    def revoke_family(cls, token_family: Any) -> None:
        """End the family of this identifier, as the toolkit's own reuse protection would ask for."""
        for token in cls.objects.filter(token_family=token_family, revoked=None).select_related("grant"):
            token.revoke()
