"""Client registration and its management (RFC 7591 section 3, RFC 7592 section 2, OpenID Connect Registration)."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from oauthlib.oauth2.rfc6749.errors import InvalidRequestError, OAuth2Error

from accounts.client_address import client_address
from oauth_server.protocol import strict_json
from oauth_server.protocol.endpoints.json_answers import no_store, or_unavailable, refusal
from oauth_server.protocol.models import Application
from oauth_server.protocol.services import registration_management as management
from oauth_server.protocol.services.registration import Registered, TokenNotGood, register
from oauth_server.protocol.services.registration_metadata import written
from oauth_server.vocabulary import TokenType

LONGEST_TOKEN: Final = 255
Answer = Callable[..., HttpResponse]


def endpoint(answers: Mapping[str, Answer]) -> Answer:
    """Return the view of an address that answers each of these methods, and no other, in JSON."""
    allowed = ", ".join(answers)

    @csrf_exempt
    @wraps(next(iter(answers.values())))
    def view(request: HttpRequest, **captured: str) -> HttpResponse:
        answer = answers.get(request.method or "")
        if answer is None:
            response: HttpResponse = refusal(InvalidRequestError(description="Not answered here.", status_code=405))
            response["Allow"] = allowed
            return response
        try:
            return or_unavailable(lambda request: answer(request, **captured))(request)
        except OAuth2Error as error:
            return _refused(error, bearer=_bearer(request))

    return view


def _register(request: HttpRequest) -> HttpResponse:
    metadata = strict_json.read(request)
    made = register(metadata, bearer=_bearer(request), address=client_address(request), now=timezone.now())
    return no_store(_members(made), status=201)


def _read(request: HttpRequest, client_id: str) -> HttpResponse:
    bearer = _bearer(request)
    application = management.authenticated(client_id, bearer)
    return no_store(_members(Registered(application, None, bearer or "")))


def _replace(request: HttpRequest, client_id: str) -> HttpResponse:
    bearer = _bearer(request)
    application = management.authenticated(client_id, bearer)
    application = management.replace(application, strict_json.read(request))
    return no_store(_members(Registered(application, None, bearer or "")))


def _delete(request: HttpRequest, client_id: str) -> HttpResponse:
    management.delete(management.authenticated(client_id, _bearer(request)))
    response = HttpResponse(status=204)
    response["Cache-Control"] = "no-store"
    return response


registration = endpoint({"POST": _register})
"""Take a client's metadata and answer with what was registered."""
client_configuration = endpoint({"GET": _read, "PUT": _replace, "DELETE": _delete})
"""Show, replace or end a client's registration, to whoever holds its registration access token."""


def _members(made: Registered) -> dict[str, Any]:
    """Return the client information response (RFC 7591 section 3.2.1, RFC 7592 section 3)."""
    application = made.application
    secret = {"client_secret": made.secret} if made.secret is not None else {}
    return {
        "client_id": application.client_id,
        "client_id_issued_at": int(application.created.timestamp()),
        **secret,
        **({"client_secret_expires_at": _expiry(application)} if application.client_secret else {}),
        "registration_access_token": made.registration_token,
        "registration_client_uri": settings.ISSUER
        + reverse("oauth2_provider:dcr-register-management", args=[application.client_id]),
        **written(application),
    }


def _expiry(application: Application) -> int:
    return int(application.secret_expires.timestamp()) if application.secret_expires else 0


def _bearer(request: HttpRequest) -> str | None:
    """Return the token of the Authorization header; empty where the header is of another kind."""
    header = request.headers.get("Authorization")
    if header is None:
        return None
    scheme, _, value = header.strip().partition(" ")
    fits = value.isascii() and value.isprintable() and len(value) <= LONGEST_TOKEN
    return value.strip() if fits and scheme.lower() == TokenType.BEARER.lower() else ""


def _refused(error: OAuth2Error, *, bearer: str | None) -> HttpResponse:
    response = refusal(error)
    if isinstance(error, TokenNotGood):
        detail = "" if bearer is None else f' error="{error.error}"'
        response["WWW-Authenticate"] = f"{TokenType.BEARER}{detail}"
    return response
