"""The token endpoint: RFC 6749 section 3.2, one statement before any lock, one transaction, one answer.

A DPoP proof (RFC 9449 section 5) is judged before the transaction, and counted as used within it.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest, JsonResponse
from oauthlib.oauth2.rfc6749.errors import UnauthorizedClientError, UnsupportedGrantTypeError

from oauth_server.protocol.client_authentication import authenticate
from oauth_server.protocol.endpoints.json_answers import form_endpoint, no_store
from oauth_server.protocol.grants import GRANTS, TOO_EARLY
from oauth_server.protocol.grants.token_request import TokenRequest
from oauth_server.protocol.refusals import Refused
from oauth_server.protocol.services import refused_requests
from oauth_server.protocol.services.refused_requests import Endpoint
from oauth_server.protocol.strict_form import Form
from oauth_server.protocol.tokens import dpop


@form_endpoint
def token(request: HttpRequest, form: Form, received_at: datetime) -> JsonResponse:
    """Authenticate the client, then let the grant answer inside one transaction."""
    grant_type = form.required("grant_type")
    client = authenticate(request, form)
    with refused_requests.noted(client.client_id, Endpoint.TOKEN):
        return no_store(_granted(request, TokenRequest(client, form, received_at), grant_type))


def _granted(request: HttpRequest, asked: TokenRequest, grant_type: str) -> dict[str, Any]:
    """Return what the grant answers; raise OAuth2Error for what it does not give."""
    client = asked.client
    grant = next((known for known in GRANTS if known == grant_type), None)
    if grant is None:
        raise UnsupportedGrantTypeError(description="This grant_type is not offered.")
    if grant not in client.grant_types:
        raise UnauthorizedClientError(description="The client is not registered for this grant_type.")
    proof = dpop.presented_by(client, request, now=asked.received_at)
    with transaction.atomic():
        early = TOO_EARLY[grant](asked) if proof and grant in TOO_EARLY else None
        answer = early or GRANTS[grant](replace(asked, jkt=proof.use() if proof else None))
    if isinstance(answer, Refused):
        raise answer.error
    return answer
