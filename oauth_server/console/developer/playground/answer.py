"""What comes back to the playground: held to the request that this browser sent, and the code exchanged."""

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from oauth_server.console import own_endpoints
from oauth_server.console.developer.playground import state
from oauth_server.protocol.services.posted_request import SeeOther
from oauth_server.protocol.tokens import authorization_response, jws
from oauth_server.vocabulary import GrantType

LONGEST: Final = 300
TOKENS: Final = ("access_token", "id_token", "refresh_token")


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def callback(request: HttpRequest) -> HttpResponse:
    """Take the answer to the request that this browser has sent, once, and lead on to an address that holds none of it.

    The state is what a CSRF token is elsewhere: the answer may come by a form of the authorization endpoint. A code
    that somebody else's request got, or that another server sent (RFC 9207), is not exchanged, and ends nothing; nobody
    is led to a sign-in page with a code in its address.
    """
    asked = state.remembered(request)
    told = _told(request, str(asked.get("client_id", "")))
    ours = bool(asked.get("state")) and constant_time_compare(told.get("state", ""), str(asked["state"]))
    if not ours or told.get("iss") != settings.ISSUER or not asked.get("walkable"):
        messages.error(request, _("This answer belongs to no request of this browser, so nothing was done with it."))
    elif "code" in told:
        state.remember(request, state="", url="")
        get_tokens(
            request,
            grant_type=GrantType.AUTHORIZATION_CODE,
            code=told["code"],
            redirect_uri=str(asked["parameters"]["redirect_uri"]),
            code_verifier=str(asked["verifier"]),
        )
    else:
        refusal = {name: told.get(name, "")[:LONGEST] for name in ("error", "error_description")}
        state.remember(request, state="", url="", refusal=refusal)
    return SeeOther(reverse("developer_playground"))


def get_tokens(request: HttpRequest, **form: str) -> bool:
    """Ask the token endpoint as the client of the request; keep the answer, and its tokens where they were given."""
    asked = state.remembered(request)
    answer = own_endpoints.post(
        request, reverse("oauth2_provider:token"), {**form, "client_id": str(asked["client_id"])}
    )
    if not answer.is_good:
        state.remember(request, token_refusal=answer.as_kept())
        return False
    tokens = {name: str(answer.said[name]) for name in TOKENS if name in answer.said}
    state.remember(request, tokens={**asked.get("tokens", {}), **tokens}, token_refusal=None, calls={})
    return True


def _told(request: HttpRequest, client_id: str) -> Mapping[str, str]:
    """Return the parameters of an answer, each once; a signed one (JARM) counts where its signature, its audience and
    its time are right."""
    sent = request.POST if request.method == "POST" else request.GET
    told = {name: values[0] for name, values in sent.lists() if len(values) == 1}
    if "response" not in told:
        return told
    claims: Mapping[str, Any] = jws.read(told["response"], typ=authorization_response.TYP) or {}
    if claims.get("aud") != client_id or not timezone.now().timestamp() < claims.get("exp", 0) or "sub" in claims:
        return {}
    return {name: value for name, value in claims.items() if isinstance(value, str)}
