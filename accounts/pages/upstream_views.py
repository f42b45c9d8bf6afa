"""/accounts/oidc/<provider>/login/ and its callback: signing in, or connecting, by another provider."""

from allauth.account.utils import get_next_redirect_url
from allauth.core.ratelimit import consume, respond_429
from allauth.socialaccount.views import connections as allauth_connections
from allauth.socialaccount.views import signup as allauth_sign_up
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.pages import upstream_protocol
from accounts.services import unfinished_sign_up
from accounts.services.recent_sign_in import ask_again_unless_recent
from accounts.services.upstream import is_offered


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead a POST on to the provider: by a page, for browsers hold a form's redirects to our own origin (CSP)."""
    if not is_offered(provider_id):
        raise Http404
    connect = request.POST.get("process") == "connect"
    if request.method != "POST" or (request.user.is_authenticated and not connect):
        return redirect("socialaccount_connections" if request.user.is_authenticated else "account_login")
    if connect:
        if not request.user.is_authenticated:
            return redirect("account_login")
        ask_again_unless_recent(request)
    if not consume(request, action="login"):
        spent: HttpResponse = respond_429(request)
        return spent
    unfinished_sign_up.forget(request)
    after = reverse("socialaccount_connections") if connect else get_next_redirect_url(request)
    answer = upstream_protocol.begin(request, provider_id, connect=connect, next_url=after)
    if "Location" not in answer:
        return answer
    return render(request, "socialaccount/going_on.html", {"address": answer["Location"]})


@never_cache
@require_GET
def finish(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take what the provider answers, and sign in, sign up, or connect."""
    if not is_offered(provider_id):
        raise Http404
    unfinished_sign_up.forget(request)
    answer = upstream_protocol.finish(request, provider_id)
    unfinished_sign_up.note(request)
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """Ask whoever came by the provider a moment ago which name they want; anybody else signs in."""
    unfinished_sign_up.forget_if_old(request)
    answer: HttpResponse = allauth_sign_up(request)
    return answer


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def connections(request: HttpRequest) -> HttpResponse:
    """List what signs this person in, connect and disconnect; who changes it has proved to be there a moment ago."""
    if request.method == "POST":
        ask_again_unless_recent(request)
    answer: HttpResponse = allauth_connections(request)
    return answer
