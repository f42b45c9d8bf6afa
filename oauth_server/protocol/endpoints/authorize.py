"""The authorization endpoint (RFC 6749 section 3.1, OpenID Connect Core section 3.1.2, RFC 9101, RFC 9126)."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from oauthlib.oauth2.rfc6749 import errors

from accounts.client_address import client_address
from accounts.services.sign_in import sign_in_of
from accounts.services.step_up import DECLINED
from oauth_server.protocol.endpoints.pages import error_page
from oauth_server.protocol.endpoints.responses import respond
from oauth_server.protocol.refusals import TooManyRequests
from oauth_server.protocol.services import (
    arrivals,
    authorization_request,
    consent,
    interaction,
    posted_request,
    refused_requests,
    stored_requests,
)
from oauth_server.protocol.services.authorization_code import issue_code
from oauth_server.protocol.services.authorization_request import AuthorizationRequest, Parameters, RequestRefused
from oauth_server.protocol.services.authorization_request.addressing import last
from oauth_server.protocol.services.refused_requests import Endpoint
from oauth_server.vocabulary import AccessTokenFacts, OAuthError, Prompt

CONSENT = "consent"
ASKED_BY_PROMPT = frozenset({Prompt.CONSENT, Prompt.SELECT_ACCOUNT, Prompt.CREATE})
"""Prompts for which the person sees the consent page, and on it who is signed in, whatever is remembered."""


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def authorize(request: HttpRequest) -> HttpResponse:
    """Validate, sign in, ask for consent, and answer by redirect; an error without a safe address is a page."""
    try:
        if request.method == "POST":
            return _see_other(request)
        parameters = dict(posted_request.parameters(request).lists())
        request_uri = last(parameters, "request_uri")
        if request_uri.startswith(stored_requests.PREFIX):
            return _answer(request, _loaded(parameters), {}, request_uri)
        asked, known = authorization_request.received(parameters, address=client_address(request))
        return _answer(request, asked, known, None)
    except RequestRefused as refusal:
        return _refused(request, refusal)


def _see_other(request: HttpRequest) -> HttpResponse:
    """Answer a POST with a GET that the session cookie comes with (contract: cross-site POST); what is too long to be
    sealed into its address is kept as a request that waits for the person."""
    location = posted_request.sealed_location(request)
    if location is None:
        asked, known = authorization_request.received(dict(request.POST.lists()), address=client_address(request))
        location = stored_requests.path_of(_stored(request, asked, known), asked.client.client_id)
    return posted_request.SeeOther(location)


def _loaded(parameters: Parameters) -> AuthorizationRequest:
    if any(len(parameters.get(name, ())) > 1 for name in ("client_id", "request_uri")):
        raise RequestRefused(errors.InvalidRequestFatalError(description="A parameter was sent more than once."))
    return stored_requests.load(last(parameters, "request_uri"), last(parameters, "client_id"))


def _answer(
    request: HttpRequest, asked: AuthorizationRequest, known: Parameters, request_uri: str | None
) -> HttpResponse:
    """Lead the person to the page that is due, or answer the client; `known` makes a request that is not stored."""
    sign_in = sign_in_of(request)
    try:
        since, offers = arrivals.since(request, request_uri), DECLINED not in request.GET
        page = interaction.page_needed(asked, sign_in, since=since, offers=offers)
        if page is not None and Prompt.NONE in asked.prompt:
            raise errors.CustomOAuth2Error(OAuthError.LOGIN_REQUIRED)
        allowed = None if page or sign_in is None else _allowed(asked, sign_in)
    except errors.OAuth2Error as error:
        raise RequestRefused(error, asked) from error
    if allowed is None or sign_in is None:
        return _to_page(request, page or CONSENT, asked, request_uri or _stored(request, asked, known))
    with transaction.atomic():
        _spend(asked)
        code = issue_code(request=asked, sign_in=sign_in, allowed=allowed)
    return respond(request, asked, {"code": code})


def _stored(request: HttpRequest, asked: AuthorizationRequest, known: Parameters) -> str:
    try:
        stored_requests.hold_to_numbers(client_address(request))
    except TooManyRequests as error:
        raise RequestRefused(error, asked) from error
    return stored_requests.store(asked, known)


def _allowed(asked: AuthorizationRequest, sign_in: AccessTokenFacts) -> frozenset[str] | None:
    """Return what the person allows, by decision or silently; None where they must be asked. Raises OAuth2Error."""
    scope = consent.scope_asked(asked)
    if str(sign_in.sid) in asked.decisions:
        decided = asked.decisions[str(sign_in.sid)]
        if decided is None:
            raise errors.AccessDeniedError
        return scope & frozenset(decided.split())
    if not asked.prompt & ASKED_BY_PROMPT and consent.is_silent(
        user_id=sign_in.user.pk, client=asked.client, scope=scope
    ):
        return scope
    if Prompt.NONE in asked.prompt:
        raise errors.CustomOAuth2Error(OAuthError.CONSENT_REQUIRED)
    return None


def _to_page(request: HttpRequest, name: str, asked: AuthorizationRequest, request_uri: str) -> HttpResponse:
    if asked.stored and asked.opened is None:
        stored_requests.open_up(asked)
    request.ui_locales = asked.parameters.get("ui_locales", "")  # type: ignore[attr-defined] # - for the pages on the way
    if name == CONSENT:
        return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'request_uri': request_uri})}")
    query = {"next": stored_requests.path_of(request_uri, asked.client.client_id)}
    if hint := asked.parameters.get("login_hint"):
        query["login"] = hint
    response = HttpResponseRedirect(f"{reverse(name)}?{urlencode(query)}")
    if interaction.asks_when(asked):
        arrivals.note(request, response, request_uri)
    return response


def _refused(request: HttpRequest, refusal: RequestRefused) -> HttpResponse:
    """Answer the client with the error, or the person where it is not known whom else."""
    error = refusal.cause
    if refusal.addressed is None:
        sent = posted_request.parameters(request)
        if not sent.get("request_uri", "").startswith(stored_requests.PREFIX):  # else a person came too late, or twice
            refused_requests.note_of_named(error, client_id=sent.get("client_id", ""), endpoint=Endpoint.AUTHORIZATION)
        return _page(request, error)
    client_id = refusal.addressed.client.client_id
    refused_requests.note(error, client_id=client_id, endpoint=Endpoint.AUTHORIZATION)
    try:
        _spend(refusal.addressed)
    except RequestRefused as finished:
        return _page(request, finished.cause)
    description = {"error_description": error.description} if error.description else {}
    return respond(request, refusal.addressed, {"error": str(error.error), **description})


def _spend(asked: AuthorizationRequest) -> None:
    if not stored_requests.spend(asked):
        raise RequestRefused(errors.InvalidRequestFatalError(description=_("This sign-in was finished already.")))


def _page(request: HttpRequest, error: errors.OAuth2Error) -> HttpResponse:
    return error_page(
        request,
        title=_("This sign-in cannot go on"),
        explanation=_(
            "The application that sent you here made a request that this server does not accept. "
            "Go back to it and try again."
        ),
        error=error.error,
        description=error.description,
    )
