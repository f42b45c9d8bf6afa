"""What no client may be registered as, whichever way it comes (RFC 7591 section 2, OpenID Registration section 2)."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from oauth2_provider.models import AbstractApplication

from accounts.roles import Role
from oauth_server.protocol.models import client_uris
from oauth_server.protocol.models.presets import contradictions
from oauth_server.vocabulary import SCOPES, ClientAuthMethod, GrantType, SubjectType

FETCHED: Final = ("jwks_uri", "sector_identifier_uri", "initiate_login_uri", "backchannel_logout_uri", "request_uris")
PAGES: Final = ("website", "logo_uri", "privacy_url", "terms_url")
WITH_FRAGMENT: Final = ("request_uris",)
"""A fragment is the digest of what stands there (OpenID Connect Core section 6.2)."""


def problems(client: Any) -> dict[str, str]:
    """Return what is wrong with a client's row: the reason by column; its presets' reasons where nothing else is."""
    found: dict[str, str] = {}
    for rule in RULES:
        for column, reason in rule(client):
            found.setdefault(column, reason)
    return contradictions(client) | found


def _type(client: Any) -> Iterator[tuple[str, str]]:
    public = client.client_type == AbstractApplication.CLIENT_PUBLIC
    method = client.token_endpoint_auth_method
    if method and method not in set(ClientAuthMethod):
        yield "token_endpoint_auth_method", "This method is not offered."
    elif method and public != (method == ClientAuthMethod.NONE):
        yield "token_endpoint_auth_method", "none is the method of public clients, and of no others."
    if client.pkce_exempt and public:
        yield "pkce_exempt", "Only a confidential client can be exempt from PKCE."


def _grants(client: Any) -> Iterator[tuple[str, str]]:
    grants = set(client.grant_types.split())
    if unknown := grants - set(GrantType):
        yield "grant_types", f"Not offered: {_list(unknown)}."
    elif client.client_type == AbstractApplication.CLIENT_PUBLIC and grants & MACHINES:
        yield "grant_types", f"For confidential clients only: {_list(grants & MACHINES)}."
    elif GrantType.REFRESH_TOKEN in grants and not grants & WITH_REFRESH:
        yield "grant_types", "refresh_token goes with authorization_code or with the device grant."
    if GrantType.AUTHORIZATION_CODE in grants and not client.redirect_uris.split():
        yield "redirect_uris", "The grant authorization_code needs one at least."
    for column, known in (("scopes", SCOPES), ("cap_scopes", SCOPES), ("cap_roles", Role)):
        if unknown := set(getattr(client, column).split()) - {str(word) for word in known}:
            yield column, f"Unknown: {_list(unknown)}."


def _addresses(client: Any) -> Iterator[tuple[str, str]]:
    for column in ("redirect_uris", "post_logout_redirect_uris"):
        for uri in getattr(client, column).split():
            if fault := client_uris.redirect_fault(uri, client.application_type):
                yield column, f"{_shown(uri)} {fault}."
    for column, faults in FAULTS.items():
        for uri in getattr(client, column).split():
            if fault := faults(uri):
                yield column, f"{_shown(uri)} {fault}."
            elif "#" in uri and column not in WITH_FRAGMENT:
                yield column, f"{_shown(uri)} has a fragment."


def _keys(client: Any) -> Iterator[tuple[str, str]]:
    if client.jwks is not None and client.jwks_uri:
        yield "jwks", "Either jwks or jwks_uri, not both."
    if not client.jwks and not client.jwks_uri:
        if client.token_endpoint_auth_method == ClientAuthMethod.PRIVATE_KEY_JWT:
            yield "jwks", "private_key_jwt needs jwks or jwks_uri."
        if client.require_signed_request_object or client.request_object_signing_alg:
            yield "jwks", "Signed request objects need jwks or jwks_uri."


def _subject(client: Any) -> Iterator[tuple[str, str]]:
    if client.subject_type == SubjectType.PAIRWISE and not (client.sector and client.redirect_uris.split()):
        yield (
            "subject_type",
            "pairwise needs redirect URIs on one host of its own, or a sector_identifier_uri with them.",
        )


def _list(words: set[str]) -> str:
    return ", ".join(sorted(_shown(word) for word in words))


def _shown(text: str) -> str:
    """Return what a message may repeat of a client's own writing."""
    return "".join(letter for letter in text[:200] if letter.isascii() and letter.isprintable() and letter not in '"\\')


MACHINES: Final = frozenset({GrantType.CLIENT_CREDENTIALS, GrantType.TOKEN_EXCHANGE})
WITH_REFRESH: Final = frozenset({GrantType.AUTHORIZATION_CODE, GrantType.DEVICE_CODE})
FAULTS: Final[Mapping[str, Callable[[str], str]]] = {
    **dict.fromkeys(FETCHED, client_uris.fetch_fault),
    **dict.fromkeys(PAGES, client_uris.page_fault),
    "allowed_origins": client_uris.origin_fault,
}
RULES: Final[tuple[Callable[[Any], Iterator[tuple[str, str]]], ...]] = (_type, _grants, _addresses, _keys, _subject)
