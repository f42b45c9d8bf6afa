"""The opaque access token: a digest, its audience, and the grant that it hangs on (RFC 6749 section 1.4)."""

from django.db import models
from django.utils import timezone
from oauth2_provider.models import AbstractAccessToken
from oauth2_provider.settings import oauth2_settings


class AccessToken(AbstractAccessToken):
    """`token` stays empty; `token_checksum` is the SHA-256 of what the client holds. A machine's token has no grant."""

    grant = models.ForeignKey(
        oauth2_settings.GRANT_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="access_tokens"
    )
    audience = models.CharField(max_length=255)
    jti = models.UUIDField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta(AbstractAccessToken.Meta):
        abstract = False
        indexes = [models.Index(fields=["expires"])]

    def __str__(self) -> str:
        return f"Access token {self.pk}"

    def revoke(self) -> None:
        """End this token alone; the grant and its other tokens stay."""
        type(self).objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=timezone.now())
