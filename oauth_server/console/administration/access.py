"""What a person's sign-ins, applications, devices and keys are, and one button that ends them all."""

from dataclasses import replace
from typing import Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import END_CREDENTIALS
from accounts.services import credentials
from accounts.services.recent_sign_in import ask_again_unless_recent
from oauth_server.console.access import api_token, devices
from oauth_server.console.access.cut import SHOWN
from oauth_server.console.access.sections import BY_NAME, SECTIONS
from oauth_server.console.administration.entrance import framed, page_of_person
from oauth_server.protocol.services.posted_request import SeeOther
from oauth_server.vocabulary import AccessTokenFacts

LOOK: Final = ("accounts.view_session", "oauth_server.view_grant")


@page_of_person(*LOOK)
def access(request: HttpRequest, sign_in: AccessTokenFacts, person: User) -> HttpResponse:
    """Show what can act as the person, the first of each kind, or one kind page by page; or end all of it."""
    if request.method == "POST":
        return _end(request, sign_in, person)
    theirs = replace(sign_in, user=person, sid=None, session_id=None)
    only = BY_NAME.get(request.GET.get("only", ""))
    kinds = [only.whole(request, theirs)] if only else [section.cut(theirs) for section in SECTIONS]
    actors = list(devices.actors(person)[:SHOWN])
    context = framed(
        request,
        person,
        kinds=kinds,
        token=api_token.shown(person),
        actors=devices.shown_actors(actors),
        title=_("Access"),
        may_end=sign_in.user.has_perm(END_CREDENTIALS),
    )
    return render(request, "admin/people/access.html", context)


def _end(request: HttpRequest, sign_in: AccessTokenFacts, person: User) -> HttpResponse:
    if not sign_in.user.has_perm(END_CREDENTIALS):
        raise PermissionDenied
    ask_again_unless_recent(request)
    credentials.revoke_credentials(user=person, by=sign_in.user)
    said = _("Everything that %(person)s had was ended. The account is as it was.")
    messages.success(request, said % {"person": person.username})
    return SeeOther(reverse("administration_access", args=[person.pk]))
