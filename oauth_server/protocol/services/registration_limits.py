"""What a client may have by the way that it came in (RFC 7591 section 3, contract: Registration)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from oauth_server.protocol.models import Application, InitialAccessToken
from oauth_server.protocol.models.presets import CODE, preset_of
from oauth_server.protocol.services.registration_metadata import MetadataRefused
from oauth_server.vocabulary import DEFAULT_SCOPES, SCOPES, ClientAuthMethod, GrantType

ENOUGH_FOR_CODE: Final = frozenset(CODE)


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a client may have: grants, scopes; the preset that it is held to, and whether PKCE is waived."""

    grants: frozenset[str] = ENOUGH_FOR_CODE
    scopes: frozenset[str] = frozenset(DEFAULT_SCOPES)
    preset: str = ""
    pkce_exempt: bool = False


OPEN: Final = Limits()
"""Of whoever comes: code and refresh, the default scopes, nothing waived."""


def limits_of(source: InitialAccessToken | Application) -> Limits:
    """Return what an initial access token allows, or what a registered client may not go beyond later on."""
    preset = preset_of(source.preset)
    grants = frozenset((*preset.grants, *preset.further_grants)) if preset else ENOUGH_FOR_CODE
    scopes = frozenset(source.scopes.split()) & frozenset(SCOPES) or OPEN.scopes
    return Limits(grants, scopes, source.preset, source.pkce_exempt)


def held_to(limits: Limits, columns: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a client within its limits: grants and scopes beyond them are left out, as RFC 7591
    section 2 lets a server do, and the answer says so. Raise MetadataRefused where nothing is left."""
    preset = preset_of(limits.preset)
    chosen = preset.columns() if preset else {"grant_types": str(GrantType.AUTHORIZATION_CODE)}
    method = columns.get("token_endpoint_auth_method") or chosen.get("token_endpoint_auth_method")
    held = {
        **chosen,
        "token_endpoint_auth_method": method or str(ClientAuthMethod.CLIENT_SECRET_BASIC),
        **columns,
        "client_type": Application.CLIENT_PUBLIC
        if method == ClientAuthMethod.NONE
        else Application.CLIENT_CONFIDENTIAL,
        "preset": limits.preset,
    }
    held["pkce_exempt"] = limits.pkce_exempt and held["client_type"] == Application.CLIENT_CONFIDENTIAL
    held["grant_types"] = _grants(held["grant_types"], limits)
    asked = frozenset(held.get("scopes", "").split()) or limits.scopes
    held["scopes"] = " ".join(scope for scope in SCOPES if scope in asked & limits.scopes)
    if not held["scopes"]:
        raise MetadataRefused("scope", "Nothing of it can be given.")
    return held


def _grants(asked: str, limits: Limits) -> str:
    if set(asked.split()) - set(GrantType):
        raise MetadataRefused("grant_types", "One of them is not offered.")
    allowed = [grant for grant in dict.fromkeys(asked.split()) if limits.preset or grant in limits.grants]
    if not allowed:
        raise MetadataRefused("grant_types", "None of them is given to a client that registers itself.")
    return " ".join(allowed)
