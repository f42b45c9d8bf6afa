"""Identifiers that count once, over all workers: `jti` of proofs and assertions (RFC 9449 section 11.1, RFC 7523)."""

import hashlib
from datetime import datetime
from typing import ClassVar, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.numbered import numbered
from oauth_server.protocol.models.rows import moment
from oauth_server.protocol.models.sql import write

USE: Final = "insert into {used_identifier} (digest, expires) values (%s, %s) on conflict (digest) do nothing"


class UsedIdentifiers(models.Manager["UsedIdentifier"]):
    """Owns the statement on used identifiers."""

    def use(self, *parts: str, expires: datetime) -> bool:
        """Take the identifier that `parts` make (purpose, issuer, `jti`); False where it was taken before. One write.

        Of many at once one is told True. `expires`: from when on it would be refused for its age anyway.
        """
        digest = hashlib.sha256("\x00".join(parts).encode()).hexdigest()
        return write(USE, (digest, moment(expires))) > 0


class UsedIdentifier(models.Model):
    """The digest of an identifier that has been used, kept for as long as its bearer would be taken."""

    digest = models.CharField(max_length=64, unique=True)
    expires = models.DateTimeField(_("expires"), db_index=True)

    objects: ClassVar[UsedIdentifiers] = UsedIdentifiers()

    class Meta:
        verbose_name = _("used identifier")
        verbose_name_plural = _("used identifiers")

    def __str__(self) -> str:
        return numbered(self)
