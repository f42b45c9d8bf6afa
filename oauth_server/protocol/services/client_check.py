"""The whole check of a client's row before it is kept: fields, rules, preset, keys (RFC 7591 section 2)."""

from typing import Any, Final

from django.core.exceptions import ValidationError

from accounts.services import guessing
from oauth_server.protocol import fetching
from oauth_server.protocol.fetch_shares import share_of
from oauth_server.protocol.models import Application, client_uris
from oauth_server.protocol.tokens import client_jwks

COUNTER: Final = "sector_identifier"
KEYS_COUNTER: Final = "client_keys"


def check(application: Application) -> None:
    """Fill what was left open; raise ValidationError, by column, for what may not be registered. Fetches nothing."""
    found: dict[str, Any] = {}
    for step in (application.clean, lambda: application.clean_fields(exclude={"authorization_grant_type"})):
        try:
            step()
        except ValidationError as error:
            found = error.update_error_dict(found)
    if application.jwks is not None:
        try:
            client_jwks.check(application.jwks)
        except client_jwks.JwksRefused as refusal:
            found["jwks"] = [ValidationError(str(refusal))]
    if found:
        raise ValidationError(found)


def check_sector(application: Application, *, asker: str) -> None:
    """Fetch the sector identifier and hold the redirect URIs to it (OpenID Connect Registration section 5).

    Raise ValidationError; call it outside a transaction. `asker` is who makes this server fetch, by address or
    identifier: failed attempts are counted, so that nobody asks around through us.
    """
    if not application.sector_identifier_uri:
        return
    try:
        guessing.spend(COUNTER, asker)
        with share_of(application, asker=asker):
            listed = fetching.fetch_json(application.sector_identifier_uri)
    except fetching.FetchRefused as refusal:
        raise ValidationError({"sector_identifier_uri": str(refusal)}) from None
    except guessing.TooManyGuesses:
        raise ValidationError({"sector_identifier_uri": "Too many attempts; try again later."}) from None
    known = {uri for uri in listed if isinstance(uri, str)} if isinstance(listed, list) else set()
    if not known.issuperset(application.redirect_uris.split()):
        raise ValidationError({"sector_identifier_uri": "It does not list every redirect URI."})
    guessing.refund(COUNTER, asker)


def check_keys(application: Application, jwks_uri: str, *, asker: str) -> None:
    """Fetch the keys of a client from an address that it would have, and check them (RFC 7591 section 2).

    Raise ValidationError; call it outside a transaction. Failed attempts are counted, as in `check_sector`.
    """
    if fault := client_uris.fetch_fault(jwks_uri):
        raise ValidationError({"jwks_uri": f"The address {fault}."})
    try:
        guessing.spend(KEYS_COUNTER, asker)
        with share_of(application, asker=asker):
            client_jwks.check(fetching.fetch_json(jwks_uri))
    except (fetching.FetchRefused, client_jwks.JwksRefused) as refusal:
        raise ValidationError({"jwks_uri": str(refusal)}) from None
    except guessing.TooManyGuesses:
        raise ValidationError({"jwks_uri": "Too many attempts; try again later."}) from None
    guessing.refund(KEYS_COUNTER, asker)
