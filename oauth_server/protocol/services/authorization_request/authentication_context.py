"""Whom the answer must be about, and how sure: id_token_hint, acr_values and the claims `sub` and `acr`
(OpenID Connect Core sections 3.1.2.1 and 5.5.1.1, RFC 9470 section 4)."""

from dataclasses import replace
from typing import Any

from oauthlib.oauth2.rfc6749 import errors

from oauth_server.protocol.services.authorization_request.request import AcrWish, AuthorizationRequest
from oauth_server.protocol.tokens import id_token


def acr(request: AuthorizationRequest) -> AuthorizationRequest:
    """Take the levels that will do: of the claim where it is asked for by value, else of the parameter, else the
    client's own."""
    asked = _detail(request, "acr")
    if by_claim := tuple(value for value in _values(asked) if isinstance(value, str)):
        return replace(request, acr=AcrWish(by_claim, essential=bool(asked.get("essential"))))
    values = request.parameters.get("acr_values") or request.client.default_acr_values
    return replace(request, acr=AcrWish(tuple(values.split())))


def subject(request: AuthorizationRequest) -> AuthorizationRequest:
    """Take the subject that a hint of ours for this client or the claim `sub` names; the two must agree."""
    named = {value for value in _values(_detail(request, "sub")) if value is not None}
    hint = request.parameters.get("id_token_hint")
    if hint is not None:
        found = id_token.read_hint(hint) or {}
        if not isinstance(found.get("sub"), str) or found.get("aud") != request.client.client_id:
            raise errors.InvalidRequestError(description="id_token_hint is no ID token of this client.")
        named.add(found["sub"])
    if not named:
        return request
    asked = named.pop()
    if named or not isinstance(asked, str):
        raise errors.InvalidRequestError(description="One subject can be asked for, and no more.")
    return replace(request, subject=asked)


def _detail(request: AuthorizationRequest, name: str) -> dict[str, Any]:
    return request.claims.get("id_token", {}).get(name) or {}


def _values(detail: dict[str, Any]) -> list[Any]:
    return [*([detail["value"]] if "value" in detail else []), *detail.get("values", [])]
