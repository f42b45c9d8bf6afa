"""The home page: who you are, and what you may do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from accounts.services.sign_in import sign_in_of
from oauth_server.vocabulary import CredentialKind
from resources.policy import what_may
from resources.principal import Principal


@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """Show the policy table as it decides for this person, or what this server is."""
    sign_in = sign_in_of(request)
    if sign_in is None:
        return render(request, "home.html")
    return render(
        request,
        "home.html",
        {
            "email_verified": sign_in.user.email_verified,
            "roles": sorted(sign_in.roles),
            "auth_time": sign_in.auth_time,
            "may": what_may(Principal.from_facts(CredentialKind.SESSION, sign_in)),
        },
    )
