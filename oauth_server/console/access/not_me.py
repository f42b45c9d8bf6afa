"""GET and POST /account/access/not-me/: somebody else acted as me, and everything that can ends (contract)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.services import credentials
from accounts.services.sign_out import sign_out
from oauth_server.console.access.entrance import own_page
from oauth_server.protocol.services.posted_request import SeeOther
from oauth_server.vocabulary import AccessTokenFacts


@own_page("GET", "HEAD", "POST", recent=True)
def not_me(request: HttpRequest, sign_in: AccessTokenFacts) -> HttpResponse:
    """Say what will happen; end everything, this browser's sign-in too, and lead to a new password."""
    if request.method != "POST":
        return render(request, "access/not_me.html", {"has_password": sign_in.user.has_usable_password()})
    credentials.not_me(user=sign_in.user)
    sign_out(request)
    return SeeOther(reverse("access_ended"))


@require_safe
def ended(request: HttpRequest) -> HttpResponse:
    """Say that everything has ended, and what to do now; whoever reads it is signed out."""
    return render(request, "access/ended.html")
