"""Signed request objects: by value, or at an address that the client registered (RFC 9101 sections 4 to 6)."""

import json
from collections.abc import Mapping
from typing import Any, Final

from oauthlib.oauth2.rfc6749 import errors

from oauth_server.protocol.client_authentication.client_keys import keys_of
from oauth_server.protocol.models import Application
from oauth_server.protocol.models.presets import STRONG_ALGORITHMS
from oauth_server.protocol.services.authorization_request import request_object_claims, request_object_fetch
from oauth_server.protocol.services.authorization_request.addressing import last
from oauth_server.protocol.services.authorization_request.request import KNOWN, REPEATABLE, Parameters
from oauth_server.protocol.tokens import client_jws
from oauth_server.vocabulary import ClientPreset, MediaType, SigningAlgorithm

TYPS: Final = (MediaType.REQUEST_OBJECT, "JWT", None)
BY_VALUE: Final = "request"
BY_REFERENCE: Final = "request_uri"
OBJECTS: Final = frozenset({"claims"})
"""Parameters that are JSON in the object, and text that holds JSON outside of it (OpenID Connect Core section 6.1)."""


def is_in(parameters: Parameters) -> bool:
    """Return whether a request comes in an object, by value or by reference."""
    return bool(last(parameters, BY_VALUE) or last(parameters, BY_REFERENCE))


def parameters_of(client: Application, outer: Parameters) -> Parameters:
    """Return what the object says; what stands outside of it does not count, but `client_id`, which must agree.

    Raises OAuth2Error `invalid_request_object` and `invalid_request_uri`. May fetch: not inside a transaction.
    """
    by_value, by_reference = last(outer, BY_VALUE), last(outer, BY_REFERENCE)
    if by_value and by_reference:
        raise errors.InvalidRequestError(description="request and request_uri exclude each other.")
    token = by_value or request_object_fetch.fetched(client, by_reference)
    claims = _verified(client, token)
    request_object_claims.hold(client, claims)
    if claims.keys() & {BY_VALUE, BY_REFERENCE} or claims.get("client_id", client.client_id) != client.client_id:
        raise request_object_claims.refused("The request object holds a request of its own, or is of another client.")
    inner = {name: _sent(name, value) for name, value in claims.items() if name in KNOWN}
    return inner | {"client_id": [client.client_id]}


def algorithms_of(client: Application) -> frozenset[SigningAlgorithm]:
    """Return the algorithms that a client's request object may be signed by; `none` is never among them."""
    if client.request_object_signing_alg:
        return frozenset({SigningAlgorithm(client.request_object_signing_alg)})
    return frozenset(STRONG_ALGORITHMS if client.preset == ClientPreset.FAPI else SigningAlgorithm)


def _verified(client: Application, token: str) -> Mapping[str, Any]:
    try:
        kid = client_jws.parse(token).kid
        keys = keys_of(client, kid)
        return client_jws.verify(token, jwks=keys, algorithms=algorithms_of(client), typs=TYPS)[1]
    except ValueError as fault:
        raise request_object_claims.refused(str(fault)) from None


def _sent(name: str, value: Any) -> list[str]:
    """Return a member as the values of a parameter: text, a number in digits, an object as JSON."""
    values = value if name in REPEATABLE and isinstance(value, list) else [value]
    return [_text(name, each) for each in values]


def _text(name: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if name in OBJECTS and isinstance(value, dict):
        return json.dumps(value, separators=(",", ":"))
    raise request_object_claims.refused("A member of the request object is of a type that no parameter has.")
