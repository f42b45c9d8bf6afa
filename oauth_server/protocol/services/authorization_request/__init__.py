"""The authorization request, from what was sent to what holds (RFC 6749 section 4.1.1, OpenID Connect Core section
3.1.2, RFC 9101): who asks, then one step for each thing that it may ask, in this order."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from oauthlib.oauth2.rfc6749 import errors

from oauth_server.protocol.models import Application
from oauth_server.protocol.services.authorization_request import request_object
from oauth_server.protocol.services.authorization_request.addressing import addressed, client_of, hold_to_bounds
from oauth_server.protocol.services.authorization_request.authentication_context import acr, subject
from oauth_server.protocol.services.authorization_request.claims_parameter import claims
from oauth_server.protocol.services.authorization_request.code_challenge import code_challenge, dpop_key
from oauth_server.protocol.services.authorization_request.interaction import max_age, nonce, prompt
from oauth_server.protocol.services.authorization_request.request import (
    KNOWN,
    REPEATABLE,
    AuthorizationRequest,
    Parameters,
    RequestRefused,
)
from oauth_server.protocol.services.authorization_request.response import response_mode, response_type
from oauth_server.protocol.services.authorization_request.scope import scope

__all__ = ["KNOWN", "AuthorizationRequest", "Parameters", "RequestRefused", "again", "received"]

STEPS: Final[tuple[Callable[[AuthorizationRequest], AuthorizationRequest], ...]] = (
    response_type,
    response_mode,
    code_challenge,
    dpop_key,
    scope,
    nonce,
    prompt,
    max_age,
    claims,
    acr,
    subject,
)


def received(
    sent: Parameters, *, client: Application | None = None, pushed: bool = False, jkt: str = "", address: str = ""
) -> tuple[AuthorizationRequest, Parameters]:
    """Return a request and the parameters that make it: those of its request object, where it came in one.

    `client`: who has proved to be asking; `pushed`: by the endpoint for that (RFC 9126); `jkt`: the thumbprint of the
    DPoP proof that came along; `address`: where the request comes from. Raises RequestRefused. May
    fetch: not inside a transaction.
    """
    asked: AuthorizationRequest | None = None
    try:
        hold_to_bounds(sent)
        client = client or client_of(sent, address=address)
        signed = request_object.is_in(sent)
        if signed:
            asked = _addressed_outside(client, sent)
            sent = request_object.parameters_of(client, sent)
            hold_to_bounds(sent)
        asked = addressed(client, sent)
        _hold_to_registration(client, signed=signed, pushed=pushed)
        _hold_to_one_of_each(sent)
        known = {name: list(values) for name, values in sent.items() if values and name in KNOWN}
        return _stepped(replace(asked, jkt=jkt)), known
    except errors.FatalClientError as error:
        raise RequestRefused(error) from error
    except errors.OAuth2Error as error:
        raise RequestRefused(error, asked) from error


def again(client: Application, known: Parameters, *, jkt: str, stored: int) -> AuthorizationRequest:
    """Return a request that was kept, validated as its client stands now; raise RequestRefused."""
    asked: AuthorizationRequest | None = None
    try:
        asked = replace(addressed(client, known), jkt=jkt, stored=stored)
        return _stepped(asked)
    except errors.FatalClientError as error:
        raise RequestRefused(error) from error
    except errors.OAuth2Error as error:
        raise RequestRefused(error, asked) from error


def _stepped(request: AuthorizationRequest) -> AuthorizationRequest:
    for step in STEPS:
        request = step(request)
    return request


def _addressed_outside(client: Application, sent: Parameters) -> AuthorizationRequest | None:
    """Return where the fault of a request object may be sent: to what stands outside of it, if that is registered."""
    try:
        return addressed(client, sent)
    except errors.FatalClientError:
        return None


def _hold_to_registration(client: Application, *, signed: bool, pushed: bool) -> None:
    if client.require_pushed_authorization_requests and not pushed:
        raise errors.InvalidRequestError(description="This client must push its authorization requests.")
    if client.require_signed_request_object and not signed:
        raise errors.InvalidRequestError(description="This client must sign its authorization requests.")


def _hold_to_one_of_each(sent: Parameters) -> None:
    for name, values in sent.items():
        if len(values) > 1 and name not in REPEATABLE:
            shown = name if re.fullmatch(r"\w{1,40}", name, re.ASCII) else "A parameter"
            raise errors.InvalidRequestError(description=f"{shown} was sent more than once.")
