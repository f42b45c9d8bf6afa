"""Who asks and where the answer goes: the client and its redirect URI (RFC 6749 sections 3.1.2 and 4.1.2.1)."""

from typing import Final

from oauthlib.oauth2.rfc6749 import errors

from oauth_server.protocol.models import Application
from oauth_server.protocol.models.client_uris import redirect_fault
from oauth_server.protocol.scopes import words
from oauth_server.protocol.services import clients, redirect_uris
from oauth_server.protocol.services.authorization_request.request import (
    REPEATABLE,
    AuthorizationRequest,
    Parameters,
)
from oauth_server.vocabulary import ApplicationType, ClientPreset, Scope

LONGEST: Final = 2048
LONGEST_OF: Final = {"request": 16 * 1024, "claims": 8 * 1024, "id_token_hint": 8 * 1024}
"""Characters of the parameters that hold a token or an object."""
ADDRESS: Final = ("client_id", "redirect_uri", "request", "request_uri")
"""What a request may say but once, or there is nobody to send an error to."""


def hold_to_bounds(parameters: Parameters) -> None:
    """Raise InvalidRequestFatalError for what is no text, too long, or says twice who asks."""
    for name, values in parameters.items():
        if any(not _is_text(value, LONGEST_OF.get(name, LONGEST)) for value in (name, *values)):
            raise errors.InvalidRequestFatalError(description="A parameter is malformed or too long.")
    for name in ADDRESS:
        if len(parameters.get(name, ())) > 1:
            raise errors.InvalidRequestFatalError(description=f"{name} was sent more than once.")


def client_of(parameters: Parameters, *, address: str = "") -> Application:
    """Return the enabled client that the request names; raise FatalClientError where there is none. `address`: the
    caller's, who may make this server read a client's metadata document only so often."""
    client_id = last(parameters, "client_id")
    if not client_id:
        raise errors.MissingClientIdError
    client = clients.find(client_id, address=address)
    if client is None:
        raise errors.InvalidClientIdError
    return client


def addressed(client: Application, parameters: Parameters) -> AuthorizationRequest:
    """Return the request with its client and redirect URI.

    Raises errors.FatalClientError where there is nobody to redirect to (RFC 6749 section 4.1.2.1).
    """
    return AuthorizationRequest(
        client=client,
        redirect_uri=_redirect_uri(client, parameters),
        parameters={name: values[-1] for name, values in parameters.items() if values and name not in REPEATABLE},
        resources=tuple(parameters.get("resource", ())),
    )


def last(parameters: Parameters, name: str) -> str:
    """Return the last value of a parameter; empty where it was not sent."""
    values = parameters.get(name)
    return values[-1] if values else ""


def _redirect_uri(client: Application, parameters: Parameters) -> str:
    known: list[str] = client.redirect_uris.split()
    registered = [uri for uri in known if not redirect_fault(uri, ApplicationType.NATIVE)]
    asked = last(parameters, "redirect_uri")
    if asked:
        if not redirect_uris.is_registered(asked, registered):
            raise errors.MismatchingRedirectURIError
        return asked
    must_be_sent = Scope.OPENID in words(last(parameters, "scope")) or client.preset == ClientPreset.FAPI
    if len(registered) != 1 or must_be_sent:
        raise errors.MissingRedirectURIError
    return registered[0]


def _is_text(value: str, longest: int) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in value and len(value) <= longest
