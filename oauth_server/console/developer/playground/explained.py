"""Tokens explained: header, payload, signature, and the checks that a client makes (OpenID Connect Core 3.1.3.7)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from oauth_server.console.developer.playground import claims as words
from oauth_server.protocol.tokens import id_token, jws
from oauth_server.vocabulary import MediaType, SigningAlgorithm


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a token: its value as JSON, when that is, what it means, and which section says so."""

    name: str
    value: str
    at: datetime | None
    meaning: str | Promise
    section: str


@dataclass(frozen=True, slots=True)
class Explained:
    """One token. `members` is empty for an opaque one; `checks` are the questions and whether they are answered yes."""

    title: str
    value: str
    header: list[Member] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    checks: list[tuple[bool, str]] = field(default_factory=list)


def explained(tokens: Mapping[str, Any], *, client_id: str, nonces: tuple[str | None, ...]) -> list[Explained]:
    """Return the tokens of an answer of the token endpoint, in the order in which a client looks at them.

    `nonces`: what the ID token may have; one that came by refresh may have none (OpenID Connect Core section 12.2).
    """
    shown = []
    access = str(tokens.get("access_token", ""))
    if "id_token" in tokens:
        shown.append(_id_token(str(tokens["id_token"]), access, client_id, nonces))
    if access:
        shown.append(_access_token(access))
    if "refresh_token" in tokens:
        shown.append(Explained(_("Refresh token"), str(tokens["refresh_token"])))
    return shown


def _id_token(value: str, access: str, client_id: str, nonces: tuple[str | None, ...]) -> Explained:
    claims = jws.read(value, typ=MediaType.ID_TOKEN)
    said = claims or {}
    header = _part(value, 0)
    algorithm = header.get("alg")
    known = algorithm in set(SigningAlgorithm)
    half = id_token.half_hash(access, SigningAlgorithm(str(algorithm))) if known else ""
    checks = [
        *_common_checks(claims),
        (said.get("aud") == client_id, _("The audience is this client.")),
        (said.get("nonce") in nonces, _("The nonce is the one that the request sent.")),
        (said.get("at_hash") == half, _("The access token is the one that it came with.")),
    ]
    return Explained(_("ID token"), value, _members(header, words.HEADER), _members(said, words.CLAIMS), checks)


def _access_token(value: str) -> Explained:
    if value.count(".") != 2:
        return Explained(_("Access token"), value)
    claims = jws.read(value, typ=MediaType.ACCESS_TOKEN)
    members = _members(claims or {}, words.CLAIMS)
    return Explained(_("Access token"), value, _members(_part(value, 0), words.HEADER), members, _common_checks(claims))


def _common_checks(claims: Mapping[str, Any] | None) -> list[tuple[bool, str]]:
    said = claims or {}
    return [
        (claims is not None, _("The signature is that of a key in the published key set.")),
        (said.get("iss") == settings.ISSUER, _("The issuer is this server, character for character.")),
        (timezone.now().timestamp() < said.get("exp", 0), _("It has not expired.")),
    ]


def _members(said: Mapping[str, Any], meanings: Mapping[str, tuple[str | Promise, str]]) -> list[Member]:
    return [_member(name, value, *meanings.get(name, (words.OTHER, ""))) for name, value in said.items()]


def _member(name: str, value: Any, meaning: str | Promise, section: str) -> Member:
    at = datetime.fromtimestamp(value, UTC) if name in words.TIMES and isinstance(value, int) else None
    return Member(name, value if isinstance(value, str) else json.dumps(value), at, meaning, section)


def _part(token: str, number: int) -> dict[str, Any]:
    """Return a part of a token that we made, decoded and not verified."""
    try:
        said = json.loads(jws.from_base64url(token.split(".")[number]))
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
