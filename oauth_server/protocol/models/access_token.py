"""The opaque access token: a digest, its audience, and the grant that it hangs on (RFC 6749 section 1.4)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import AbstractAccessToken
from oauth2_provider.settings import oauth2_settings

from accounts.models.numbered import numbered
from oauth_server.protocol.models.chain import Chain
from oauth_server.protocol.models.rows import identifier, moment, read_identifier, read_json
from oauth_server.protocol.models.sql import one_row, write

INSERT: Final = """insert into {access_token}
(token, token_checksum, application_id, grant_id, user_id, scope, audience, resource, jti, jkt, actor, chain,
 expires, created, updated) values ('', %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"""
REVOKE: Final = """update {access_token} set revoked_at = %s, updated = %s
where token_checksum = %s and application_id = %s and revoked_at is null
returning grant_id, (select u.audit_key from {user} u where u.id = {access_token}.user_id), jti, chain"""


@dataclass(frozen=True, slots=True)
class EndedAccessToken:
    """What hung on a token that has just been ended: `grant` and `person` (the audit key) are None for a machine's."""

    grant: int | None
    person: UUID | None
    tokens: tuple[UUID, ...] = ()
    """The `jti` of the machines' tokens that end with it."""


def tokens_ended(grant: int | None, jti: UUID | None, chain: Chain | None) -> tuple[UUID, ...]:
    """Return the machines' tokens that a token ends: those that it came of, else itself where no grant anchors it."""
    if chain is not None and chain.tokens:
        return chain.tokens
    return (jti,) if grant is None and jti is not None else ()


class AccessTokens(models.Manager["AccessToken"]):
    """Owns the statements on access tokens."""

    def insert(  # noqa: PLR0913 - one column each
        self,
        *,
        checksum: str,
        application: int,
        grant: int | None,
        user: int | None,
        scope: str,
        audience: str,
        jti: UUID,
        jkt: str,
        actor: Mapping[str, Any] | None,
        chain: Mapping[str, Any] | None,
        now: datetime,
        expires: datetime,
    ) -> None:
        """Keep a token by its digest; a machine's token has neither grant nor user."""
        acting = [json.dumps(value) if value else None for value in (actor, chain)]
        facts = (scope, audience, json.dumps([audience]), identifier(jti), jkt, *acting)
        dates = (moment(expires), moment(now), moment(now))
        write(INSERT, (checksum, application, grant, user, *facts, *dates))

    def revoke(self, *, checksum: str, application: int, now: datetime) -> EndedAccessToken | None:
        """End one token of this client by its digest; None where there is no live one."""
        row = one_row(REVOKE, (moment(now), moment(now), checksum, application))
        if row is None:
            return None
        grant, person, jti, chain = row
        tokens = tokens_ended(grant, read_identifier(jti), Chain.read(read_json(chain)))
        return EndedAccessToken(grant, read_identifier(person), tokens)


class AccessToken(AbstractAccessToken):
    """`token` stays empty; `token_checksum` is the SHA-256 of what the client holds. A machine's token has no grant."""

    grant = models.ForeignKey(
        oauth2_settings.GRANT_MODEL,
        verbose_name=_("grant"),
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="access_tokens",
    )
    audience = models.CharField(_("audience"), max_length=255)
    jti = models.UUIDField(_("identifier"), null=True, blank=True)
    jkt = models.CharField(_("bound to the key"), max_length=64, blank=True)
    actor = models.JSONField(_("who acts"), null=True, blank=True)
    chain = models.JSONField(_("chain"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects: ClassVar[AccessTokens] = AccessTokens()

    class Meta(AbstractAccessToken.Meta):
        abstract = False
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")
        indexes = [models.Index(fields=["expires"])]

    def __str__(self) -> str:
        return numbered(self)

    def is_valid(self, scopes: list[str] | None = None) -> bool:
        """Return whether the toolkit's stock views may let it in: the switch holds for them too."""
        stands = self.grant is None or self.grant.is_standing()
        return stands and self.revoked_at is None and self.application.enabled and super().is_valid(scopes)

    def revoke(self) -> None:
        """End this token alone; the grant and its other tokens stay."""
        type(self).objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=timezone.now())
