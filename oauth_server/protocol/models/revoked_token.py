"""Self-contained tokens that were revoked one by one: what no grant anchors (RFC 7009 section 2.2, RFC 9068)."""

from django.db import models


class RevokedToken(models.Model):
    """The `jti` of a token that is good no more, kept until the token would have ended by itself."""

    jti = models.UUIDField(unique=True)
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.jti)
