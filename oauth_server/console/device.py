"""The device page: the code typed, what it asks for, the decision (RFC 8628 sections 3.3, 3.3.1, 5.1 and 5.4)."""

from typing import Any, Final

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.client_address import client_address
from accounts.services import guessing
from accounts.services.sign_in import sign_in_of
from accounts.services.user_agents import in_words
from oauth_server.console import scope_choice
from oauth_server.console.agreement import context_of, switch_account_url
from oauth_server.protocol.models import DeviceGrant
from oauth_server.protocol.services import device_authorization as devices
from oauth_server.protocol.services.posted_request import SeeOther
from oauth_server.vocabulary import AccessTokenFacts

BY_PERSON, BY_ADDRESS = "user_code", "user_code_address"
LIMITS: Final = {BY_PERSON: guessing.LIMIT, BY_ADDRESS: 30}
"""Wrong codes in 15 minutes: by whoever is signed in, and by everybody at one address."""
FROM_ELSEWHERE: Final = frozenset({"cross-site", "same-site"})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def device(request: HttpRequest) -> HttpResponse:
    """Ask for the code, show what waits under it, keep the decision; each for somebody who signed in lately."""
    sign_in = sign_in_of(request)
    if sign_in is None or sign_in.sid is None:
        return redirect_to_login(_here(request))
    if sign_in.auth_time is None or timezone.now() - sign_in.auth_time > settings.DEVICE_SIGN_IN_MAX_AGE:
        return SeeOther(f"{reverse('account_reauthenticate')}?{urlencode({'next': _here(request)})}")
    if request.method == "POST":
        if "shown" in request.POST:
            return _decide(request, sign_in, request.POST["shown"])
        return _find(request, sign_in, request.POST.get("user_code", ""))
    if "shown" in request.GET:
        return _show(request, sign_in, request.GET["shown"])
    code = request.GET.get("user_code", "")
    # A link of another site fills the code in and no more, so that no page spends a person's guesses.
    if code and request.headers.get("Sec-Fetch-Site") not in FROM_ELSEWHERE:
        return _find(request, sign_in, code)
    return _ask(request, sign_in, code=code)


def _here(request: HttpRequest) -> str:
    """Return where to come back to after signing in: what is shown, or the code that was typed, is not lost."""
    given = {name: request.POST.get(name) or request.GET.get(name, "") for name in ("shown", "user_code")}
    query = urlencode({name: value for name, value in given.items() if value})
    return f"{request.path}?{query}" if query else request.path


def _find(request: HttpRequest, sign_in: AccessTokenFacts, typed: str) -> HttpResponse:
    """Lead to what waits under a code; each wrong one is counted before it is tried."""
    keys = {BY_PERSON: str(sign_in.user.pk), BY_ADDRESS: client_address(request)}
    try:
        for counter, key in keys.items():
            guessing.spend_recorded(counter, key, person=sign_in.user, limit=LIMITS[counter])
    except guessing.TooManyGuesses as refused:
        error = _("Too many wrong codes. Try again in a quarter of an hour.")
        response = _ask(request, sign_in, code=typed, error=error, status=429)
        response["Retry-After"] = str(refused.retry_after)
        return response
    found = devices.find(typed)
    if found is None or sign_in.sid is None:
        error = _("This code is not good, or not any more. Compare it with your device, or let it show you a new one.")
        return _ask(request, sign_in, code=typed, error=error)
    for counter, key in keys.items():
        guessing.refund(counter, key, limit=LIMITS[counter])
    shown = devices.shown_to(pk=found, typed=typed, sid=sign_in.sid)
    return SeeOther(f"{request.path}?{urlencode({'shown': shown})}")


def _show(request: HttpRequest, sign_in: AccessTokenFacts, reference: str) -> HttpResponse:
    loaded = devices.load(reference, sid=sign_in.sid) if sign_in.sid else None
    if loaded is None:
        return _result(request, "")
    asked, code = loaded
    if devices.awaits_decision(asked):
        return render(request, "oauth/device_confirm.html", _context(request, sign_in, asked, code, reference))
    mine = asked.user_id == sign_in.user.pk
    return _result(request, asked.status if mine and asked.status in RESULTS else "", asked)


def _decide(request: HttpRequest, sign_in: AccessTokenFacts, reference: str) -> HttpResponse:
    loaded = devices.load(reference, sid=sign_in.sid) if sign_in.sid else None
    decision = request.POST.get("decision")
    if loaded is not None and decision in {"allow", "deny"}:
        asked, _code = loaded
        kept = scope_choice.ticked(devices.scope_of(asked), request.POST)
        if not devices.decide(asked, sign_in=sign_in, scope=kept if decision == "allow" else frozenset()):
            return _result(request, "")
    return SeeOther(f"{request.path}?{urlencode({'shown': reference})}")


RESULTS: Final = {DeviceGrant.AUTHORIZED: "allowed", DeviceGrant.DENIED: "denied"}


def _result(request: HttpRequest, status: str, asked: DeviceGrant | None = None) -> HttpResponse:
    name = (asked.application.name or asked.client_id) if asked else ""
    context = {"result": RESULTS.get(status, ""), "client_name": name}
    return render(request, "oauth/device_result.html", context, status=200 if status else 400)


def _ask(
    request: HttpRequest, sign_in: AccessTokenFacts, *, code: str, error: str = "", status: int = 200
) -> HttpResponse:
    back = f"{request.path}?{urlencode({'user_code': code[:20]})}" if code else request.path
    context = {
        "code": code[:20],
        "error": error,
        "user": sign_in.user,
        "switch_account_url": switch_account_url(back),
    }
    return render(request, "oauth/device.html", context, status=status)


def _context(
    request: HttpRequest, sign_in: AccessTokenFacts, asked: DeviceGrant, code: str, reference: str
) -> dict[str, Any]:
    back = f"{request.path}?{urlencode({'user_code': code})}"
    scope = devices.scope_of(asked)
    common = context_of(
        asked.application,
        scope,
        sign_in,
        back=back,
        hidden={"shown": reference},
        withheld=devices.withheld_from(asked),
    )
    return common | {
        "action": reverse("device"),
        "code": code,
        "asked_at": asked.created,
        "address": asked.address,
        "here": bool(asked.address) and asked.address == client_address(request),
        "user_agent": in_words(asked.user_agent),
    }
