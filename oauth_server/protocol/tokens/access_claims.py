"""The claims of a JWT access token, signed and read (RFC 9068 sections 2 and 4, RFC 8725 section 3)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings

from oauth_server.protocol.models.chain import Chain
from oauth_server.protocol.models.family import Family
from oauth_server.protocol.scopes import wire
from oauth_server.protocol.tokens import jws
from oauth_server.vocabulary import MediaType, RefusalReason, Scope, SigningAlgorithm, TokenRefused

ALGORITHMS: Final = frozenset({SigningAlgorithm.ES256, SigningAlgorithm.EDDSA})
"""What signs access tokens; settings.ACCESS_TOKEN_ALGORITHM is one of them."""
CLOCK_SKEW: Final = timedelta(seconds=60)
"""How far the clock of the node that issued a token may be ahead of this one's."""


@dataclass(frozen=True, slots=True)
class AccessClaims:
    """What a JWT access token says. `grant` is the primary key of its anchor; a machine's has none, and the client's
    `epoch` instead. `issued` and `expires` are whole seconds; `jkt` and `actor` are for `cnf` and `act`."""

    subject: str
    audience: str
    client_id: str
    scope: frozenset[str]
    jti: UUID
    issued: datetime
    expires: datetime
    grant: int | None = None
    epoch: int | None = None
    jkt: str | None = None
    actor: Mapping[str, Any] | None = None
    may_act: Mapping[str, Any] | None = None
    chain: Chain | None = None
    kid: str = ""
    """The key that signed it, once it was read."""

    def is_of(self, now: datetime) -> bool:
        """Return whether the token's own time has come and not passed."""
        return self.issued - CLOCK_SKEW <= now < self.expires


def sign(claims: AccessClaims, family: Family | None, sid: str | None = None) -> str:
    """Return the token; `family` adds what is known of the person and the sign-in (RFC 9068 section 2.2.1), `sid` what
    the client knows it by."""
    optional: dict[str, Any] = {
        "grant": claims.grant,
        "client_epoch": claims.epoch,
        "cnf": {"jkt": claims.jkt} if claims.jkt else None,
        "act": claims.actor,
        "may_act": claims.may_act,
        "chain": claims.chain.as_json() if claims.chain else None,
        "sid": sid,
        **(_sign_in(family, claims.scope) if family else {}),
    }
    stated = {
        "iss": settings.ISSUER,
        "sub": claims.subject,
        "aud": claims.audience,
        "client_id": claims.client_id,
        "scope": wire(claims.scope),
        "jti": str(claims.jti),
        "iat": int(claims.issued.timestamp()),
        "exp": int(claims.expires.timestamp()),
        **{name: value for name, value in optional.items() if value is not None},
    }
    return jws.sign(stated, typ=MediaType.ACCESS_TOKEN, algorithm=settings.ACCESS_TOKEN_ALGORITHM)


def read(token: str) -> AccessClaims:
    """Return the claims of an access token that we signed, expired or not, without a statement; raise TokenRefused."""
    header = _header(token)
    if header is None:
        raise TokenRefused(RefusalReason.MALFORMED)
    if header.get("typ") != MediaType.ACCESS_TOKEN:
        raise TokenRefused(RefusalReason.WRONG_KIND)
    signed = jws.read_signed(token, typ=MediaType.ACCESS_TOKEN) if header.get("alg") in ALGORITHMS else None
    if signed is None:
        raise TokenRefused(RefusalReason.BAD_SIGNATURE)
    try:
        return _claims(signed.claims, signed.kid)
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError):
        raise TokenRefused(RefusalReason.MALFORMED) from None


def is_jwt(value: str) -> bool:
    """Return whether a value has the form of a JWS (RFC 7515 section 3.1)."""
    return value.count(".") == 2


def _sign_in(family: Family, scope: frozenset[str]) -> dict[str, Any]:
    return {
        "auth_time": int(family.auth_time.timestamp()) if family.auth_time else None,
        "acr": family.acr or None,
        "amr": list(family.amr) or None,
        "roles": sorted(family.roles) if Scope.ROLES in scope else None,
    }


def _header(token: str) -> dict[str, Any] | None:
    """Return the header, of which nothing is believed but what kind of token it would be; None where it is none."""
    part = token.partition(".")[0]
    if not is_jwt(token) or len(part) > jws.LONGEST_HEADER:
        return None
    try:
        header = json.loads(jws.from_base64url(part))
    except (ValueError, RecursionError):
        return None
    words = isinstance(header, dict) and all(isinstance(header.get(name, ""), str) for name in ("typ", "alg"))
    return header if words else None


def _claims(claims: Mapping[str, Any], kid: str) -> AccessClaims:
    issued, expires = (datetime.fromtimestamp(int(claims[name]), tz=UTC) for name in ("iat", "exp"))
    confirmation = claims.get("cnf")
    if not isinstance(claims["aud"], str):
        raise TypeError("A token of ours has one audience.")
    return AccessClaims(
        subject=str(claims["sub"]),
        audience=claims["aud"],
        client_id=str(claims["client_id"]),
        scope=frozenset(claims["scope"].split()),
        jti=UUID(claims["jti"]),
        issued=issued,
        expires=expires,
        grant=None if claims.get("grant") is None else int(claims["grant"]),
        epoch=None if claims.get("client_epoch") is None else int(claims["client_epoch"]),
        jkt=confirmation["jkt"] if confirmation is not None else None,
        actor=_members(claims, "act"),
        may_act=_members(claims, "may_act"),
        chain=Chain.read(claims.get("chain")),
        kid=kid,
    )


def _members(claims: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    """Return a claim that is an object (RFC 8693 sections 4.1 and 4.4); raise TypeError where it is another thing."""
    found = claims.get(name)
    if found is not None and not isinstance(found, dict):
        raise TypeError(name)
    return found
