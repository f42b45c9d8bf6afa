"""Does a token still stand? One read over token, client, grant, user, session and roles (RFC 7662 section 2.2)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from operator import and_
from typing import Any, Final, Self, cast
from uuid import UUID

from oauth_server.protocol.models import Application
from oauth_server.protocol.models.cap import NO_CAP, Cap
from oauth_server.protocol.models.chain import Chain
from oauth_server.protocol.models.client import READERS, Client
from oauth_server.protocol.models.family import Family
from oauth_server.protocol.models.rows import identifier, read_identifier, read_json, read_moment
from oauth_server.protocol.models.sql import one_row
from oauth_server.protocol.standing_behind import behind_of
from oauth_server.protocol.standing_statements import ASKED_JWT, ASKED_OPAQUE, ASKED_REFRESH, JWT, OPAQUE
from oauth_server.protocol.tokens import access_claims
from oauth_server.protocol.tokens.access_claims import CLOCK_SKEW, AccessClaims
from oauth_server.protocol.tokens.digest import digest
from oauth_server.protocol.tokens.refresh_token import RefreshTokenValue
from oauth_server.protocol.tokens.subject import subject_for
from oauth_server.vocabulary import RefusalReason, TokenRefused, TokenType

CLIENT_COLUMNS: Final = len(READERS)


@dataclass(frozen=True, slots=True)
class Standing:
    """A token with everything that its worth depends on. A machine's has no family. `subject_type`, `sector`,
    `client_scopes` and `userinfo_algorithm` are the client's; `jkt` is empty for a bearer token. `scope`,
    `client_scopes` and the roles of the family are what the `cap` leaves: that of the client, of the one that the grant
    was made for, and of each one between them; of the token's scope it takes `withheld_scopes`."""

    token_type: TokenType
    scope: frozenset[str]
    audience: str
    issued: datetime
    expires: datetime
    jti: UUID | None
    revoked: bool
    key_withdrawn: bool
    jkt: str
    actor: Mapping[str, Any] | None
    may_act: Mapping[str, Any] | None
    chain: Chain | None
    chain_stands: bool
    client_id: str
    client_name: str
    preset: str
    client_epoch: int
    clients_enabled: bool
    subject_type: str
    sector: str
    client_scopes: frozenset[str]
    userinfo_algorithm: str
    family: Family | None
    cap: Cap
    withheld_scopes: frozenset[str] = frozenset()

    @classmethod
    def of_row(cls, token_type: TokenType, row: Sequence[Any]) -> Self | None:
        """Return the standing from a row of a token that is kept; None where there is no such token."""
        scope, audience, issued, expires, jti, revoked, jkt, actor, kept, clients, token_revoked, caps, *behind = row
        if behind[0] is None:
            return None
        chain = Chain.read(read_json(kept))
        found = cls(
            token_type=token_type,
            scope=frozenset(scope.split()),
            audience=audience,
            issued=cast("datetime", read_moment(issued)),
            jti=read_identifier(jti),
            revoked=bool(revoked),
            key_withdrawn=False,
            jkt=jkt,
            actor=read_json(actor),
            may_act=None,
            chain=chain,
            chain_stands=chain is None or chain.stands(clients, token_revoked=bool(token_revoked)),
            **behind_of(behind, cast("datetime", read_moment(expires))),
        )
        return found._capped(caps)

    @classmethod
    def of_claims(cls, claims: AccessClaims, row: Sequence[Any]) -> Self | None:
        """Return the standing of what a JWT claims; None where its client, its grant or its person is another now."""
        chain, chain_stands, caps = claims.chain, True, None
        if chain is not None:
            clients, token_revoked, caps, *row = row
            chain_stands = chain.stands(clients, token_revoked=bool(token_revoked))
        revoked, withdrawn, *behind = row
        if behind[0] is None:
            return None
        found = cls(
            token_type=TokenType.ACCESS_TOKEN,
            scope=claims.scope,
            audience=claims.audience,
            issued=claims.issued,
            jti=claims.jti,
            revoked=bool(revoked),
            key_withdrawn=bool(withdrawn),
            jkt=claims.jkt or "",
            actor=claims.actor,
            may_act=claims.may_act,
            chain=chain,
            chain_stands=chain_stands,
            **behind_of(behind, claims.expires),
        )
        if found.family is None and claims.epoch != found.client_epoch:
            found = replace(found, revoked=True)
        same = (found.family is None) == (claims.grant is None) and found.subject == claims.subject
        return found._capped(caps) if same else None

    def _capped(self, between: Any) -> Self:
        """Return what all caps leave; `between`: those of the clients of the chain, as JSON."""
        caps = [Cap.read(found["scopes"], found["roles"]) for found in read_json(between) or ()]
        of_family = self.family.cap if self.family else NO_CAP
        cap = reduce(and_, caps, self.cap & of_family)
        if cap == NO_CAP:
            return self
        scope = cap.of_scopes(self.scope)
        return replace(
            self,
            scope=scope,
            withheld_scopes=self.scope - scope,
            client_scopes=cap.of_scopes(self.client_scopes),
            family=self.family.held_to(cap) if self.family else None,
            cap=cap,
        )

    @property
    def subject(self) -> str:
        """`sub` as the token's client knows it; a machine is its own (RFC 9068 section 2.2)."""
        machine = (self.chain and self.chain.machine) or self.client_id
        return subject_for(self.family.user, self) if self.family else machine

    def problem(self, now: datetime) -> RefusalReason | None:
        """Return why the token is no good, asked in the order of a refusal's steps; None while it stands."""
        if not self.issued - CLOCK_SKEW <= now < self.expires:
            return RefusalReason.EXPIRED
        if self.key_withdrawn:
            return RefusalReason.KEY_WITHDRAWN
        if self.revoked or not self.chain_stands or (self.family and self.family.revoked):
            return RefusalReason.REVOKED
        if not self.clients_enabled:
            return RefusalReason.CLIENT_DISABLED
        return self.family.problem() if self.family else None


def of_opaque(value: str) -> Standing | None:
    """Return the standing of an opaque token; None for one that we never issued, or purged. One statement."""
    row = one_row(OPAQUE, (digest(value),))
    return Standing.of_row(TokenType.ACCESS_TOKEN, row) if row else None


def of_claims(claims: AccessClaims) -> Standing | None:
    """Return the standing of a JWT whose signature is good; None where what it names is gone. One statement."""
    row = one_row(JWT[_kind(claims)], (*_claimed(claims), claims.grant, claims.client_id))
    return Standing.of_claims(claims, row) if row else None


def for_asker(client_id: str, value: str) -> tuple[Client | None, Standing | None]:
    """Return who asks and the standing of what is asked about, in one statement; the form tells the kind of token."""
    if access_claims.is_jwt(value):
        return _jwt_for_asker(client_id, value)
    refresh_token = RefreshTokenValue.read(value)
    if refresh_token:
        asked = (refresh_token.selector_digest, refresh_token.checksum)
        row, kind = one_row(ASKED_REFRESH, (*asked, client_id)), TokenType.REFRESH_TOKEN
    else:
        row, kind = one_row(ASKED_OPAQUE, (digest(value), client_id)), TokenType.ACCESS_TOKEN
    if row is None:
        return None, None
    return Client.read(row[:CLIENT_COLUMNS]), Standing.of_row(kind, row[CLIENT_COLUMNS:])


def _jwt_for_asker(client_id: str, value: str) -> tuple[Client | None, Standing | None]:
    try:
        claims = access_claims.read(value)
    except TokenRefused:
        return Application.objects.client(client_id), None
    row = one_row(ASKED_JWT[_kind(claims)], (*_claimed(claims), claims.grant, claims.client_id, client_id))
    if row is None:
        return None, None
    return Client.read(row[:CLIENT_COLUMNS]), Standing.of_claims(claims, row[CLIENT_COLUMNS:])


def _kind(claims: AccessClaims) -> str:
    if claims.chain:
        return "exchanged"
    return "acting" if claims.actor else ""


def _claimed(claims: AccessClaims) -> tuple[Any, ...]:
    chain = [json.dumps(claims.chain.as_json())] * 3 if claims.chain else []
    return (*chain, identifier(claims.jti), claims.kid)
