"""The authorization response: one place for success, denial and error, in every response mode (RFC 6749 section 4.1.2,
OAuth 2.0 Multiple Response Types section 2.1, RFC 9207 section 2)."""

from collections.abc import Callable, Mapping
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from oauth_server.protocol.endpoints.responses import form_post, query
from oauth_server.protocol.services.authorization_request import AuthorizationRequest
from oauth_server.protocol.tokens import authorization_response
from oauth_server.vocabulary import ResponseMode

Deliver = Callable[[HttpRequest, AuthorizationRequest, dict[str, str]], HttpResponse]

DELIVERY: Final[Mapping[ResponseMode, Deliver]] = {
    ResponseMode.QUERY: query.deliver,
    ResponseMode.FORM_POST: form_post.deliver,
    ResponseMode.JWT: query.deliver,
    ResponseMode.QUERY_JWT: query.deliver,
    ResponseMode.FORM_POST_JWT: form_post.deliver,
}
SIGNED: Final = frozenset({ResponseMode.JWT, ResponseMode.QUERY_JWT, ResponseMode.FORM_POST_JWT})


def respond(request: HttpRequest, asked: AuthorizationRequest, parameters: Mapping[str, str]) -> HttpResponse:
    """Send the response's parameters to the redirect URI, with `state` and `iss`; signed where the mode says so."""
    answer = {**parameters, **({"state": asked.state} if asked.state is not None else {}), "iss": settings.ISSUER}
    if asked.response_mode in SIGNED:
        answer = {"response": authorization_response.issue(answer, client=asked.client)}
    response = DELIVERY[asked.response_mode](request, asked, answer)
    response["Referrer-Policy"] = "no-referrer"
    return response
