"""The end session endpoint (OpenID Connect RP-Initiated Logout 1.0)."""

import json
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from accounts.services.sign_in import sign_in_of
from accounts.services.sign_out import sign_out
from oauth_server.protocol.endpoints.pages import error_page, let_form_lead_to
from oauth_server.protocol.models import Application
from oauth_server.protocol.services import posted_request
from oauth_server.protocol.services.redirect_uris import is_registered, origin, with_parameters
from oauth_server.protocol.tokens import id_token, sealed_value
from oauth_server.protocol.tokens.subject import sid_for
from oauth_server.vocabulary import AccessTokenFacts, OAuthError

SEALED = "logout"
SEAL_SECONDS = 1800


class LogoutRefused(Exception):
    """The request names a client or an address that does not hold; its text is for the person."""


@dataclass(frozen=True, slots=True)
class Logout:
    """What a logout request asks for: by whom, of which sign-in, and where the person goes after."""

    client_name: str = ""
    address: str = ""
    sid: str | None = None
    client: Application | None = None


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end_session(request: HttpRequest) -> HttpResponse:
    """Sign out at once where the hint is of this very sign-in; otherwise ask (section 2). A HEAD ends nothing."""
    if request.method == "POST":
        return posted_request.see_other_with_parameters(request)
    try:
        asked = _validated(posted_request.parameters(request))
    except LogoutRefused as refusal:
        return _refused(request, str(refusal))
    sign_in = sign_in_of(request)
    if sign_in is None:
        return _done(request, asked)
    if request.method != "HEAD" and asked.sid is not None and asked.sid == _known_as(sign_in, asked.client):
        sign_out(request)
        return _done(request, asked)
    context = {
        "client_name": asked.client_name,
        "user": request.user,
        "action": reverse("oauth2_provider:confirm-logout"),
        "hidden": {SEALED: sealed_value.seal(SEALED, json.dumps([asked.client_name, asked.address]))},
    }
    response = render(request, "oauth/logout.html", context)
    return let_form_lead_to(response, origin(asked.address)) if asked.address else response


@csrf_protect
@never_cache
@require_POST
def confirm_end_session(request: HttpRequest) -> HttpResponse:
    """Carry out what the person decided on the page."""
    opened = sealed_value.open_sealed(SEALED, request.POST.get(SEALED, ""), seconds=SEAL_SECONDS)
    if opened is None:
        return _refused(request, _("This page is too old."))
    client_name, address = json.loads(opened)
    if request.POST.get("decision") != "allow":
        return HttpResponseRedirect(reverse("home"))
    sign_out(request)
    return _done(request, Logout(client_name=client_name, address=address))


def _validated(form: QueryDict) -> Logout:
    if any(len(values) > 1 or "\x00" in "".join(values) for name, values in form.lists()):
        raise LogoutRefused(_("A parameter is malformed, or was sent more than once."))
    hint, hinted_client = form.get("id_token_hint"), ""
    claims = id_token.read_hint(hint) if hint else None
    if hint and claims is None:
        raise LogoutRefused(_("The id_token_hint was not signed by this server."))
    if claims is not None:
        hinted_client = str(claims["aud"])
    client_id = form.get("client_id") or hinted_client
    if hinted_client and client_id != hinted_client:
        raise LogoutRefused(_("The client_id is not the one that the id_token_hint was made for."))
    client = Application.objects.filter(client_id=client_id[:255], enabled=True).first() if client_id else None
    if form.get("client_id") and client is None:
        raise LogoutRefused(_("This application is not known here."))
    address = form.get("post_logout_redirect_uri", "")
    if address and (client is None or not is_registered(address, client.post_logout_redirect_uris.split())):
        raise LogoutRefused(_("The post_logout_redirect_uri is not registered for this application."))
    if address and (state := form.get("state")):
        address = with_parameters(address, {"state": state})
    return Logout(
        client_name=client.name or client.client_id if client else "",
        address=address,
        sid=claims.get("sid") if claims else None,
        client=client,
    )


def _known_as(sign_in: AccessTokenFacts, client: Application | None) -> str | None:
    """Return the `sid` by which the client of a hint knows a sign-in; None where it is no client any more."""
    return sid_for(sign_in.sid, sign_in.user, client) if sign_in.sid and client else None


def _done(request: HttpRequest, asked: Logout) -> HttpResponse:
    if not asked.address:
        return render(request, "oauth/logged_out.html", {"client_name": asked.client_name})
    response = HttpResponse(status=302)
    response["Location"] = asked.address
    return response


def _refused(request: HttpRequest, description: str) -> HttpResponse:
    return error_page(
        request,
        title=_("Signing out did not work"),
        explanation=_("The application asked to sign you out in a way that this server does not accept."),
        error=OAuthError.INVALID_REQUEST,
        description=description,
        signs_out=sign_in_of(request) is not None,
    )
