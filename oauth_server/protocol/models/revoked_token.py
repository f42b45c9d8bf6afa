"""Self-contained tokens that were revoked one by one: what no grant anchors (RFC 7009 section 2.2, RFC 9068)."""

from datetime import datetime
from typing import ClassVar, Final
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from oauth_server.protocol.models.rows import identifier, moment
from oauth_server.protocol.models.sql import write

REVOKE: Final = "insert into {revoked_token} (jti, expires) values (%s, %s) on conflict (jti) do nothing"


class RevokedTokens(models.Manager["RevokedToken"]):
    """Owns the statement on revoked tokens."""

    def revoke(self, jti: UUID, *, expires: datetime) -> bool:
        """End one token, to be forgotten at `expires`; False where it had been ended before. One statement."""
        return write(REVOKE, (identifier(jti), moment(expires))) > 0


class RevokedToken(models.Model):
    """The `jti` of a token that is good no more, kept until the token would have ended by itself."""

    jti = models.UUIDField(_("identifier"), unique=True)
    expires = models.DateTimeField(_("expires"), db_index=True)

    objects: ClassVar[RevokedTokens] = RevokedTokens()

    class Meta:
        verbose_name = _("revoked token")
        verbose_name_plural = _("revoked tokens")

    def __str__(self) -> str:
        return str(self.jti)
