"""Third-party applications and their tokens: registered, granted and exchanged by the server's own functions."""

import base64
import hashlib
import secrets
from collections.abc import Iterable
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from oauth_server.protocol.grants import GRANTS
from oauth_server.protocol.grants.token_request import TokenRequest
from oauth_server.protocol.models import Application
from oauth_server.protocol.scopes import granted_scope, wire
from oauth_server.protocol.services.authorization_code import issue_code
from oauth_server.protocol.services.authorization_request import AuthorizationRequest
from oauth_server.protocol.services.clients import Registration, register_client
from oauth_server.protocol.strict_form import Form
from oauth_server.vocabulary import SCOPES, AccessTokenFacts, GrantType, Scope

CALLBACK: Final = "https://application.example/callback"
API_SCOPES: Final = frozenset(scope for scope, facts in SCOPES.items() if facts.resource)
"""Every scope of the guarded API."""


def register(grant_type: GrantType) -> Application:
    """Return a new confidential client with one grant and every scope."""
    with_people = grant_type is GrantType.AUTHORIZATION_CODE
    registration = Registration(
        f"Application {secrets.token_hex(4)}",
        grant_types=(grant_type,),
        redirect_uris=(CALLBACK,) if with_people else (),
        scopes=tuple(Scope) if with_people else tuple(sorted(API_SCOPES)),
    )
    return register_client(registration)[0]


def token_of_person(application: Application, *, sign_in: AccessTokenFacts, scopes: Iterable[str]) -> str:
    """Return an access token for the person of `sign_in`: a code is issued (RFC 6749 section 4.1) and exchanged."""
    verifier = secrets.token_urlsafe(48)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    scope = granted_scope(" ".join(scopes), frozenset(application.scopes.split()))
    request = AuthorizationRequest(
        client=application,
        redirect_uri=CALLBACK,
        parameters={"code_challenge": challenge, "code_challenge_method": "S256"},
        resources=(),
        scope=scope,
        audience=settings.API_RESOURCE,
    )
    code = issue_code(request=request, sign_in=sign_in, allowed=scope)
    form = {"code": code, "redirect_uri": CALLBACK, "code_verifier": verifier}
    return _exchanged(application, GrantType.AUTHORIZATION_CODE, form)


def token_of_machine(application: Application, *, scopes: Iterable[str]) -> str:
    """Return an access token that the application gets for itself (RFC 6749 section 4.4)."""
    return _exchanged(application, GrantType.CLIENT_CREDENTIALS, {"scope": wire(frozenset(scopes))})


def _exchanged(application: Application, grant_type: GrantType, form: dict[str, str]) -> str:
    client = Application.objects.client(application.client_id)
    if client is None:
        raise LookupError(f"The client {application.client_id} is gone.")
    with transaction.atomic():
        answer: Any = GRANTS[grant_type](TokenRequest(client, Form(form), timezone.now()))
    return str(answer["access_token"])
