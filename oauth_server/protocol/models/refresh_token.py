"""The refresh token: one row a family, rotated in place (RFC 6749 section 6, RFC 9700 section 4.14.2)."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final, NoReturn, cast
from uuid import uuid4

from django.db import models, transaction
from django.db.models.deletion import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import AbstractRefreshToken
from oauth2_provider.settings import oauth2_settings

from accounts.models.numbered import numbered
from oauth_server.protocol.models.family import Family
from oauth_server.protocol.models.grant import Grant
from oauth_server.protocol.models.rows import identifier, moment, read_moment
from oauth_server.protocol.models.sql import one_row, write

INSERT: Final = """insert into {refresh_token}
(token, token_checksum, selector, application_id, grant_id, user_id, scope, resource, token_family, expires,
 created, updated, previous_checksum, replays, generation)
values ('', %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '', 0, 0)"""
ROTATE: Final = """update {refresh_token} set token_checksum = %s, previous_checksum = token_checksum,
sealed_successor = %s, rotated_at = %s, replays = 0, generation = generation + 1, expires = %s, updated = %s
where selector = %s and token_checksum = %s and application_id = %s and revoked is null and expires > %s
returning (select {family} from {of_grant} where g.id = {refresh_token}.grant_id)"""
EXTEND: Final = """update {refresh_token} set expires = %s, updated = %s
where selector = %s and token_checksum = %s and application_id = %s and revoked is null and expires > %s
returning (select {family} from {of_grant} where g.id = {refresh_token}.grant_id)"""
LOCK: Final = """select r.id, r.application_id, r.token_checksum, r.previous_checksum, r.rotated_at, r.replays,
r.sealed_successor, r.revoked is not null, r.expires, {family}
from {of_grant} join {refresh_token} r on r.grant_id = g.id where r.selector = %s {for_update_of_r}"""

COUNT_REPLAY: Final = "update {refresh_token} set replays = replays + 1, updated = %s where id = %s"


@dataclass(frozen=True, slots=True)
class SpentRefreshToken:
    """The row of a family, locked, for judging a token that could not be rotated."""

    pk: int
    application: int
    checksum: str
    previous_checksum: str
    rotated_at: datetime | None
    replays: int
    sealed_successor: bytes | None
    revoked: bool
    expires: datetime
    family: Family


class RefreshTokenSet(models.QuerySet["RefreshToken"]):
    """Deletes nothing by itself: what is dead is for `services.purge`, what lives is nobody's to delete."""

    def delete(self) -> NoReturn:
        """Refuse, so that the toolkit's `clear_expired`, which takes a rotated family for an orphan, ends here."""
        raise ProtectedError("Refresh tokens are deleted by the cleartokens command only.", set(self[:1]))


class RefreshTokens(models.Manager["RefreshToken"]):
    """Owns the statements on refresh tokens."""

    def get_queryset(self) -> RefreshTokenSet:
        """Return a set that cannot be deleted."""
        return RefreshTokenSet(self.model, using=self._db)

    def insert(
        self, *, checksum: str, selector: str, family: Family, scope: str, now: datetime, expires: datetime
    ) -> None:
        """Keep the first token of a family by its digests."""
        owners = (family.application, family.grant, family.user.pk)
        dates = (moment(expires), moment(now), moment(now))
        resource = json.dumps([family.audience])
        write(INSERT, (checksum, selector, *owners, scope, resource, identifier(uuid4()), *dates))

    def rotate(
        self,
        *,
        selector: str,
        checksum: str,
        successor: str,
        sealed_successor: bytes,
        application: int,
        now: datetime,
        expires: datetime,
    ) -> Family | None:
        """Put the successor's digest in the place of a token that is good and current; None where it is not.

        The statement is the lock: of many at once one finds its digest in the row.
        """
        dates = (moment(now), moment(expires), moment(now))
        which = (selector, checksum, application, moment(now))
        row = one_row(ROTATE, (successor, sealed_successor, *dates, *which))
        return Family.read(row[0]) if row else None

    def extend(
        self, *, selector: str, checksum: str, application: int, now: datetime, expires: datetime
    ) -> Family | None:
        """Move the idle end of a token that is good, which stays what it is; None where it is not."""
        row = one_row(EXTEND, (moment(expires), moment(now), selector, checksum, application, moment(now)))
        return Family.read(row[0]) if row else None

    def lock(self, selector: str) -> SpentRefreshToken | None:
        """Return the row of a family, locked until the transaction ends, or None."""
        row = one_row(LOCK, (selector,))
        if row is None:
            return None
        pk, application, checksum, previous, rotated_at, replays, sealed, revoked, expires, family = row
        return SpentRefreshToken(
            pk=pk,
            application=application,
            checksum=checksum,
            previous_checksum=previous,
            rotated_at=read_moment(rotated_at),
            replays=replays,
            sealed_successor=None if sealed is None else bytes(sealed),
            revoked=bool(revoked),
            expires=cast("datetime", read_moment(expires)),
            family=Family.read(family),
        )

    def count_replay(self, pk: int, *, now: datetime) -> None:
        """Count one answer out of the seal."""
        write(COUNT_REPLAY, (moment(now), pk))


class RefreshToken(AbstractRefreshToken):
    """On the wire `selector.secret`. `selector` (a digest) names the family for ever, so any older generation is
    recognised without keeping rows; `sealed_successor` is the last answer, encrypted under the token it replaced."""

    grant = models.OneToOneField(
        oauth2_settings.GRANT_MODEL, verbose_name=_("grant"), on_delete=models.RESTRICT, related_name="refresh_token"
    )
    selector = models.CharField(max_length=64, unique=True)
    previous_checksum = models.CharField(max_length=64, blank=True)
    sealed_successor = models.BinaryField(null=True, blank=True)
    rotated_at = models.DateTimeField(_("rotated"), null=True, blank=True)
    replays = models.PositiveIntegerField(_("repeats"), default=0)
    generation = models.PositiveIntegerField(_("generation"), default=0)
    scope = models.TextField(_("scopes"), blank=True)
    expires = models.DateTimeField(_("expires"), db_index=True)
    """The idle end; the grant's `expires` is the absolute one."""

    objects: ClassVar[RefreshTokens] = RefreshTokens()

    class Meta(AbstractRefreshToken.Meta):
        abstract = False
        verbose_name = _("refresh token")
        verbose_name_plural = _("refresh tokens")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["token_checksum"], name="one_row_a_refresh_token")
        ]

    def __str__(self) -> str:
        return numbered(self)

    @transaction.atomic
    def revoke(self) -> None:
        """End the whole family: this row and the anchor, and with it every access token."""
        Grant.objects.revoke(self.grant_id, now=timezone.now())

    @classmethod
    def revoke_family(cls, token_family: Any) -> None:
        """End the family of this identifier, as the toolkit's own reuse protection would ask for."""
        for token in cls.objects.filter(token_family=token_family, revoked=None):
            token.revoke()
