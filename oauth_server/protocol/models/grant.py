"""The grant: outlives its code and anchors every token of its family (RFC 6749 section 4.1, RFC 9700 section 4.14)."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import AbstractGrant

from accounts.models.numbered import numbered
from oauth_server.protocol.models.family import Family
from oauth_server.protocol.models.rows import moment, read_identifier
from oauth_server.protocol.models.sql import one_row, write

CONSUME: Final = """update {grant} set consumed_at = %s, expires = %s, updated = %s,
jkt = case when jkt = '' then %s else jkt end
where code = %s and application_id = %s and consumed_at is null and revoked_at is null and expires > %s
returning (select {family} from {of_grant} where g.id = {grant}.id)"""
OF_CODE: Final = """select g.id, g.application_id, g.consumed_at is not null, u.audit_key
from {grant} g join {user} u on u.id = g.user_id where g.code = %s"""

OWNER: Final = """select u.audit_key from {grant} g join {user} u on u.id = g.user_id
where g.id = %s"""
REVOKE: Final = "update {grant} set revoked_at = %s, updated = %s where id = %s and revoked_at is null"
REVOKE_REFRESH: Final = """update {refresh_token} set revoked = %s, updated = %s, sealed_successor = null
where grant_id = %s and revoked is null"""


@dataclass(frozen=True, slots=True)
class SpentCode:
    """What is known of a code that could not be consumed."""

    grant: int
    application: int
    consumed: bool
    person: UUID | None
    """The key by which the audit trail knows whose it was."""


class Grants(models.Manager["Grant"]):
    """Owns the statements on grants; each returns values, not instances."""

    def consume(self, *, code: str, application: int, now: datetime, expires: datetime, jkt: str = "") -> Family | None:
        """Spend a code (its digest) once; `expires` becomes the family's absolute end. None where it is no good.

        `jkt` becomes the key of a family that was bound to none (RFC 9449 section 5).
        The statement is the lock: of many at once one sees the row unspent, on PostgreSQL and SQLite alike.
        """
        parameters = (moment(now), moment(expires), moment(now), jkt, code, application, moment(now))
        row = one_row(CONSUME, parameters)
        return Family.read(row[0]) if row else None

    def of_code(self, code: str) -> SpentCode | None:
        """Return what is known of a code (its digest), or None."""
        row = one_row(OF_CODE, (code,))
        if row is None:
            return None
        grant, application, consumed, person = row
        return SpentCode(grant, application, consumed=bool(consumed), person=read_identifier(person))

    def owner(self, grant: int) -> UUID | None:
        """Return the audit key of the person who allowed a grant; None where it is gone."""
        row = one_row(OWNER, (grant,))
        return read_identifier(row[0]) if row else None

    def revoke(self, grant: int, *, now: datetime) -> bool:
        """End the family of a grant (its primary key): the anchor, the refresh token, and so every access token.

        False where it had ended already.
        """
        ended = write(REVOKE, (moment(now), moment(now), grant)) > 0
        write(REVOKE_REFRESH, (moment(now), moment(now), grant))
        return ended


class Grant(AbstractGrant):
    """`code` holds a SHA-256 digest. One UPDATE of `revoked_at` ends the whole family. An online grant hangs on its
    `session`, and is dead once that row is ended or gone; an offline one has none, and keeps the `sid` for its ID
    tokens only. `expires` is the code's end until the code is consumed, and the family's absolute end from then on, so
    that no purge by age takes a live anchor."""

    session = models.ForeignKey(
        "accounts.Session", verbose_name=_("sign-in"), on_delete=models.SET_NULL, null=True, blank=True
    )
    sid = models.UUIDField(_("identifier of the sign-in"), null=True, blank=True)
    credential_epoch = models.PositiveIntegerField(_("epoch of the credentials"), default=0)
    auth_time = models.DateTimeField(_("signed in"), null=True, blank=True)
    acr = models.CharField(_("level of authentication"), max_length=64, blank=True)
    amr = models.JSONField(_("methods of authentication"), default=list)
    audience = models.CharField(_("audience"), max_length=255)
    offline = models.BooleanField(_("also while away"), default=False)
    consumed_at = models.DateTimeField(_("redeemed"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    jkt = models.CharField(_("bound to the key"), max_length=64, blank=True)
    actor = models.JSONField(_("who acts"), null=True, blank=True)
    actor_grant = models.BigIntegerField(_("grant of who acts"), null=True, blank=True, editable=False)
    """The primary key of the grant under which somebody acts for the person: without it this one is dead. No foreign
    key: that one is purged without asking this one."""

    objects: ClassVar[Grants] = Grants()

    class Meta(AbstractGrant.Meta):
        abstract = False
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        indexes = [
            models.Index(fields=["expires"]),
            models.Index(fields=["user", "application"]),
            models.Index(fields=["revoked_at"], condition=models.Q(revoked_at__isnull=False), name="revoked_grants"),
        ]

    def __str__(self) -> str:
        return numbered(self)

    def is_standing(self) -> bool:
        """Return whether the person, the sign-in and the grant itself are still good, by the rows as loaded."""
        signed_in = self.offline or (self.session is not None and self.session.ended_at is None)
        fresh = self.user.is_active and self.user.credential_epoch == self.credential_epoch
        return signed_in and fresh and self.revoked_at is None
