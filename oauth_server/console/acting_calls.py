"""Reading the API as the person whom an administrator acts for, and the end of it."""

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from oauth_server.console import acting_session, own_endpoints
from oauth_server.protocol.services.posted_request import SeeOther
from resources.policy import DESCRIBED

LONGEST_IDENTIFIER: Final = 18
"""Digits of a row's identifier, at most."""
READABLE: Final = frozenset(
    path for rule in DESCRIBED for path in (rule.path, rule.also) if path and "GET" in rule.methods
)
"""The addresses that may be read here, as the description writes them."""


@never_cache
@require_POST
def call(request: HttpRequest) -> HttpResponse:
    """Read one address by the token of the session, and show what the API said."""
    acting = acting_session.current(request)
    if acting is None:
        messages.warning(request, _("You do not act for anybody any more."))
        return SeeOther(reverse("docs"))
    written, row = request.POST.get("path", ""), request.POST.get("id", "").strip()
    if written not in READABLE:
        raise Http404
    if "{id}" in written and not (row.isascii() and row.isdigit() and len(row) <= LONGEST_IDENTIFIER):
        messages.warning(request, _("This address needs the number of an entry."))
        return SeeOther(reverse("docs"))
    path = written.replace("{id}", row)
    answer = own_endpoints.get(request, path, token=acting.token)
    return render(request, "docs/acting_answer.html", {"acting": acting, "path": path, "answer": answer})


@never_cache
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """End acting, at once."""
    acting_session.end(request)
    messages.success(request, _("You act for nobody any more."))
    return SeeOther(reverse("docs"))
