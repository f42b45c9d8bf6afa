"""GET /account/access/: everything that can act as me, on one page; each kind whole on a page of its own."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from oauth_server.console.access import api_token, devices
from oauth_server.console.access.cut import SHOWN
from oauth_server.console.access.entrance import own_page
from oauth_server.console.access.sections import BY_NAME, SECTIONS
from oauth_server.vocabulary import AccessTokenFacts


@own_page("GET", "HEAD")
def access(request: HttpRequest, sign_in: AccessTokenFacts) -> HttpResponse:
    """Show the first rows of each kind, the last used first."""
    kinds = [section.cut(sign_in) for section in SECTIONS]
    acting = list(devices.actors(sign_in.user)[:SHOWN])
    context = {
        "kinds": [kind for kind in kinds if kind["rows"] or kind["section"].always],
        "token": api_token.shown(sign_in.user),
        "actors": devices.shown_actors(acting),
    }
    return render(request, "access/access.html", context)


@own_page("GET", "HEAD")
def section(request: HttpRequest, sign_in: AccessTokenFacts, name: str) -> HttpResponse:
    """Show all rows of one kind, page by page."""
    kind = BY_NAME.get(name)
    if kind is None:
        raise Http404
    shown = kind.whole(request, sign_in)
    return render(request, "access/section.html", {"kind": shown, "page": shown["page"], "wanted": shown["wanted"]})
