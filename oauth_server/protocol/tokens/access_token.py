"""Access tokens: for one audience, signed (RFC 9068) or by reference (RFC 6749 section 1.4, RFC 8707)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Self
from uuid import UUID, uuid4

from django.conf import settings

from oauth_server.protocol.models import AccessToken
from oauth_server.protocol.models.application import lifetime_of
from oauth_server.protocol.models.chain import Chain
from oauth_server.protocol.models.client import Client
from oauth_server.protocol.models.family import Family
from oauth_server.protocol.scopes import wire
from oauth_server.protocol.tokens import access_claims, opaque
from oauth_server.protocol.tokens.access_claims import AccessClaims
from oauth_server.protocol.tokens.digest import digest
from oauth_server.protocol.tokens.subject import sid_for, subject_for
from oauth_server.vocabulary import TokenFormat

LONGEST: Final = max(settings.ACCESS_TOKEN_LIFETIME, settings.JWT_ACCESS_TOKEN_LIFETIME)
"""No token of a machine lives longer, whichever form it has."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is random in a token, chosen before the token can be made: its `jti`, and its value where it is opaque.
    `repeated`: it was issued before, and an opaque one is kept already."""

    jti: UUID
    opaque: str
    repeated: bool = False

    @classmethod
    def new(cls) -> Self:
        """Return a draft that nobody has seen."""
        return cls(uuid4(), opaque.new())


@dataclass(frozen=True, slots=True)
class Issued:
    """A token as the client gets it; `expires` is when it ends; `jkt` the key that it is bound to, if any."""

    value: str
    expires: datetime
    jti: UUID
    jkt: str | None = None


def issue(  # noqa: PLR0913 - what a token says, each by its name
    *,
    client: Client,
    family: Family | None,
    scope: frozenset[str],
    audience: str,
    now: datetime,
    jkt: str | None = None,
    actor: Mapping[str, Any] | None = None,
    may_act: Mapping[str, Any] | None = None,
    chain: Chain | None = None,
    lifetime: timedelta | None = None,
    expires_no_later_than: datetime | None = None,
    token_format: str = "",
    longest: timedelta | None = None,
    draft: Draft | None = None,
) -> Issued:
    """Return a token of a family, or of the client alone; a JWT without a statement, an opaque one by one.

    `lifetime` and `token_format` are the resource's own, where it has them; those of the family's audience are known.
    A token outlives neither its family nor `expires_no_later_than`. `longest` takes the place of the server's own
    lifetime.
    """
    made = draft or Draft.new()
    if family and family.audience == audience:
        lifetime, token_format = lifetime or family.lifetime, token_format or family.token_format
    form = TokenFormat.OPAQUE if TokenFormat.OPAQUE in (client.token_format, token_format) else TokenFormat.JWT
    ends = [now + lifetime_for(client, form, lifetime, longest), family and family.expires, expires_no_later_than]
    claims = AccessClaims(
        subject=subject_for(family.user, client) if family else (chain and chain.machine) or client.client_id,
        audience=audience,
        client_id=client.client_id,
        scope=scope,
        jti=made.jti,
        issued=now.replace(microsecond=0),
        expires=min(end for end in ends if end).replace(microsecond=0),
        grant=family.grant if family else None,
        epoch=None if family else client.token_epoch,
        jkt=jkt,
        actor=actor,
        may_act=may_act,
        chain=chain,
    )
    if form == TokenFormat.OPAQUE and not made.repeated:
        _keep(claims, made, client, family, now)
    sid = sid_for(family.sid, family.user, client) if family and family.sid else None
    value = made.opaque if form == TokenFormat.OPAQUE else access_claims.sign(claims, family, sid)
    return Issued(value, claims.expires, made.jti, jkt)


def lifetime_for(
    client: Client, form: TokenFormat, resource: timedelta | None, longest: timedelta | None = None
) -> timedelta:
    """Return the lowest of the server's lifetime for this form (or `longest`), the client's and the resource's."""
    usual = settings.ACCESS_TOKEN_LIFETIME if form == TokenFormat.OPAQUE else settings.JWT_ACCESS_TOKEN_LIFETIME
    return lifetime_of(resource, lifetime_of(client.access_token_lifetime, longest or usual))


def _keep(claims: AccessClaims, made: Draft, client: Client, family: Family | None, now: datetime) -> None:
    AccessToken.objects.insert(
        checksum=digest(made.opaque),
        application=client.pk,
        grant=claims.grant,
        user=family.user.pk if family else None,
        scope=wire(claims.scope),
        audience=claims.audience,
        jti=made.jti,
        jkt=claims.jkt or "",
        actor=claims.actor,
        chain=claims.chain.as_json() if claims.chain else None,
        now=now,
        expires=claims.expires,
    )
