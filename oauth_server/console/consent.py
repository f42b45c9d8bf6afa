"""The consent page: who asks, for what, what of it the person can do (OpenID Connect Core section 3.1.2.4)."""

from typing import Any, Final
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.services.sign_in import sign_in_of
from oauth_server.console import scope_choice
from oauth_server.console.agreement import context_of
from oauth_server.protocol.endpoints.pages import error_page, let_form_lead_to
from oauth_server.protocol.scopes import wire
from oauth_server.protocol.services import consent as consents
from oauth_server.protocol.services import stored_requests
from oauth_server.protocol.services.authorization_request import AuthorizationRequest, RequestRefused
from oauth_server.protocol.services.posted_request import SeeOther
from oauth_server.protocol.services.redirect_uris import host, origin
from oauth_server.vocabulary import AccessTokenFacts

LONGEST: Final = 200
"""What is longer is no reference of ours."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest) -> HttpResponse:
    """Show a stored request, or keep the decision and go back to the authorization endpoint."""
    request_uri = (request.POST.get("request_uri") or request.GET.get("request_uri", ""))[:LONGEST]
    sign_in = sign_in_of(request)
    if sign_in is None or sign_in.sid is None:  # it may have ended since the page was shown: the request is not lost
        return redirect_to_login(f"{request.path}?{urlencode({'request_uri': request_uri})}")
    try:
        asked = stored_requests.load(request_uri)
    except RequestRefused as refusal:
        return error_page(
            request,
            title=_("This sign-in cannot go on"),
            explanation=_("It took too long, or was finished already. Go back to the application and start again."),
            error=refusal.cause.error,
            description=refusal.cause.description,
        )
    if request.method == "POST":
        _decide(request, asked, user=sign_in.user, sid=sign_in.sid)
        return SeeOther(stored_requests.path_of(request_uri, asked.client.client_id))
    page = render(request, "oauth/consent.html", _context(sign_in, asked, request_uri))
    return let_form_lead_to(page, origin(asked.redirect_uri))


def _decide(request: HttpRequest, asked: AuthorizationRequest, *, user: Any, sid: UUID) -> None:
    allowed = scope_choice.ticked(consents.scope_asked(asked), request.POST)
    agrees = request.POST.get("decision") == "allow" and bool(allowed)
    if agrees:
        consents.remember(user=user, client=asked.client, scope=allowed)
    else:
        consents.refuse(user=user, client=asked.client, scope=consents.scope_asked(asked))
    stored_requests.decide(asked, sid=sid, scope=wire(allowed) if agrees else None)


def _context(sign_in: AccessTokenFacts, asked: AuthorizationRequest, request_uri: str) -> dict[str, Any]:
    common = context_of(
        asked.client,
        consents.scope_asked(asked),
        sign_in,
        back=stored_requests.path_of(request_uri, asked.client.client_id),
        hidden={"request_uri": request_uri},
        remembered=consents.remembered_scope(user_id=sign_in.user.pk, client=asked.client),
        named=consents.claims_asked(asked),
        withheld=consents.withheld_from(asked),
    )
    return common | {"action": reverse("consent"), "redirect_host": host(asked.redirect_uri)}
