"""Client metadata between JSON and columns (RFC 7591 section 2, OpenID Connect Registration section 2)."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from oauthlib.oauth2.rfc6749.errors import OAuth2Error

from oauth_server.protocol.models import Application
from oauth_server.protocol.tokens.client_jwks import SECRET_MEMBERS
from oauth_server.vocabulary import RESPONSE_TYPES, GrantType, OAuthError

MOST_WORDS: Final = 50
LONGEST_TEXT: Final = 500
LONGEST_KEY_TEXT: Final = 1400
"""The modulus of an RSA key of 8192 bits has 1366 characters."""
LARGEST_NUMBER: Final = 2**31 - 1
KEY_MEMBERS: Final = ("kty", "use", "key_ops", "alg", "kid", "crv", "x", "y", "n", "e")
"""What is kept of a public key; anything else but a private one is dropped (RFC 7517 section 4)."""
_INVISIBLE: Final = re.compile(
    r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
"""What Python calls printable and no font shows."""
NOT_OFFERED: Final = (
    "id_token_encrypted_response_alg",
    "id_token_encrypted_response_enc",
    "userinfo_encrypted_response_alg",
    "userinfo_encrypted_response_enc",
    "request_object_encryption_alg",
    "request_object_encryption_enc",
    "introspection_encrypted_response_alg",
    "introspection_encrypted_response_enc",
    "authorization_encrypted_response_alg",
    "authorization_encrypted_response_enc",
    "tls_client_certificate_bound_access_tokens",
)
"""Members that would weaken the client if they were silently left out."""


class MetadataRefused(OAuth2Error):
    """`invalid_redirect_uri` or `invalid_client_metadata`, 400; the description begins with the member at fault."""

    def __init__(self, member: str, reason: str) -> None:
        super().__init__(description=f"{member}: {reason}")
        uri = member == "redirect_uris"
        self.error = OAuthError.INVALID_REDIRECT_URI if uri else OAuthError.INVALID_CLIENT_METADATA


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and len(value) <= LONGEST_TEXT and value.isprintable() else None


def _name(value: Any) -> str | None:
    """Take a name that people see something of."""
    name = _text(value)
    return name if name and _INVISIBLE.sub("", name).strip() else None


def _words(value: Any) -> str | None:
    if not isinstance(value, list) or len(value) > MOST_WORDS:
        return None
    words = [_text(word) for word in value]
    return " ".join(word or "" for word in words) if all(word and not word.isspace() for word in words) else None


def _addresses(value: Any) -> str | None:
    """Take a list whose members hold no space: in the column a space would part one into two."""
    words = _words(value)
    return words if words is not None and words.split() == value else None


def _spaced(value: Any) -> str | None:
    text = _text(value)
    return None if text is None else " ".join(dict.fromkeys(text.split()))


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _seconds(value: Any) -> int | None:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and 0 <= value <= LARGEST_NUMBER else None


def _jwks(value: Any) -> dict[str, Any] | None:
    keys = value.get("keys") if isinstance(value, dict) else None
    if not isinstance(keys, list) or not all(isinstance(jwk, dict) for jwk in keys):
        return None
    return {"keys": [_public(jwk) for jwk in keys]}


def _public(jwk: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is kept of a key. A private member stays, by name alone, so that the check refuses it."""
    kept: dict[str, Any] = {name: jwk[name] for name in KEY_MEMBERS if _is_key_text(jwk.get(name))}
    operations = jwk.get("key_ops")
    if isinstance(operations, list):
        kept["key_ops"] = [word for word in operations[:MOST_WORDS] if _is_key_text(word)]
    return kept | dict.fromkeys(SECRET_MEMBERS & jwk.keys(), "")


def _is_key_text(value: Any) -> bool:
    return isinstance(value, str) and value.isprintable() and len(value) <= LONGEST_KEY_TEXT


Reader = Callable[[Any], Any]
MEMBERS: Final[Mapping[str, tuple[str, Reader]]] = {
    "redirect_uris": ("redirect_uris", _addresses),
    "grant_types": ("grant_types", _addresses),
    "application_type": ("application_type", _text),
    "contacts": ("contacts", _addresses),
    "client_name": ("name", _name),
    "logo_uri": ("logo_uri", _text),
    "client_uri": ("website", _text),
    "policy_uri": ("privacy_url", _text),
    "tos_uri": ("terms_url", _text),
    "jwks_uri": ("jwks_uri", _text),
    "jwks": ("jwks", _jwks),
    "sector_identifier_uri": ("sector_identifier_uri", _text),
    "subject_type": ("subject_type", _text),
    "id_token_signed_response_alg": ("id_token_signed_response_alg", _text),
    "userinfo_signed_response_alg": ("userinfo_signed_response_alg", _text),
    "introspection_signed_response_alg": ("introspection_signed_response_alg", _text),
    "authorization_signed_response_alg": ("authorization_signed_response_alg", _text),
    "request_object_signing_alg": ("request_object_signing_alg", _text),
    "require_signed_request_object": ("require_signed_request_object", _flag),
    "require_pushed_authorization_requests": ("require_pushed_authorization_requests", _flag),
    "dpop_bound_access_tokens": ("dpop_bound_access_tokens", _flag),
    "token_endpoint_auth_method": ("token_endpoint_auth_method", _text),
    "token_endpoint_auth_signing_alg": ("token_endpoint_auth_signing_alg", _text),
    "default_max_age": ("default_max_age", _seconds),
    "require_auth_time": ("require_auth_time", _flag),
    "default_acr_values": ("default_acr_values", _addresses),
    "initiate_login_uri": ("initiate_login_uri", _text),
    "request_uris": ("request_uris", _addresses),
    "post_logout_redirect_uris": ("post_logout_redirect_uris", _addresses),
    "backchannel_logout_uri": ("backchannel_logout_uri", _text),
    "backchannel_logout_session_required": ("backchannel_logout_session_required", _flag),
    "scope": ("scopes", _spaced),
    "software_id": ("software_id", _text),
    "software_version": ("software_version", _text),
    "allowed_origins": ("allowed_origins", _addresses),
}
"""Each member, its column, and what reads it: the column's value, or None for a value of another kind or too large.
`allowed_origins` is ours: the origins of pages that call from a browser."""
NAMES: Final = {column: member for member, (column, _) in MEMBERS.items()} | {
    "client_type": "token_endpoint_auth_method"
}


def read(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns that a JSON object names; what is null counts as left out, what is unknown is ignored.

    Raise MetadataRefused for a value of the wrong kind and for what this server does not do.
    """
    given = {member: value for member, value in metadata.items() if value is not None and value != ""}
    for member in NOT_OFFERED:
        if given.get(member):
            raise MetadataRefused(member, "This is not offered.")
    columns: dict[str, Any] = {}
    for member, (column, reader) in MEMBERS.items():
        if member in given:
            value = reader(given[member])
            if value is None:
                raise MetadataRefused(member, "The value is of another kind, malformed or too long.")
            columns[column] = value
    _hold_response_types(given.get("response_types"), columns.get("grant_types"))
    return columns


def _hold_response_types(asked: Any, grant_types: str | None) -> None:
    if asked is None:
        return
    if not isinstance(asked, list) or any(word not in RESPONSE_TYPES for word in asked):
        raise MetadataRefused("response_types", "Only code is offered.")
    if asked and grant_types is not None and GrantType.AUTHORIZATION_CODE not in grant_types.split():
        raise MetadataRefused("response_types", "code goes with the grant authorization_code.")


def defaults() -> dict[str, Any]:
    """Return what each column of the metadata is where nobody says anything."""
    blank = Application()
    return {column: getattr(blank, column) for column, _ in MEMBERS.values()}


def written(application: Application) -> dict[str, Any]:
    """Return the registered metadata of a client as the members of RFC 7591 section 3.2.1; nothing that is empty."""
    return dict(_members(application))


def _members(application: Application) -> Iterator[tuple[str, Any]]:
    grants = application.grant_types.split()
    yield "response_types", list(RESPONSE_TYPES) if GrantType.AUTHORIZATION_CODE in grants else []
    for member, (column, reader) in MEMBERS.items():
        value = getattr(application, column)
        words: Sequence[str] = value.split() if reader is _addresses else ()
        if reader is _addresses and (words or column in ("redirect_uris", "grant_types")):
            yield member, list(words)
        elif reader is not _addresses and value is not None and value != "":
            yield member, value
