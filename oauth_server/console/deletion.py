"""/account/delete/: closing one's account, and within the delay keeping it or leaving."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.models.user import comparable
from accounts.pages.reopening import sign_in_again
from accounts.services import deletion
from accounts.services.deletion import LastAdministrator
from accounts.services.leaving import leaving_of
from accounts.services.recent_sign_in import ask_again_unless_recent
from accounts.tokens import keep_link
from oauth_server.protocol.models import Application, Consent
from resources.models import Employee, Todo

TYPED = "username"
"""The field in which the person types their own user name."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delete_account(request: HttpRequest) -> HttpResponse:
    """Let whoever is signed in close their account, and whoever has closed it decide again."""
    person = leaving_of(request)
    return _closing(request) if person is None else _deciding(request, person)


@login_required
def _closing(request: HttpRequest) -> HttpResponse:
    ask_again_unless_recent(request)
    person = User.objects.get(pk=cast("User", request.user).pk)
    if deletion.is_last_administrator(person):
        return render(request, "profile/delete_last_administrator.html")
    if request.method != "POST":
        return _asked(request, person)
    if comparable(request.POST.get(TYPED, "").strip()) != person.username_key:
        return _asked(request, person, wrong=True)
    try:
        due = deletion.ask_deletion(user=person)
    except LastAdministrator:
        return render(request, "profile/delete_last_administrator.html")
    except User.DoesNotExist:  # another browser was faster
        logout(request)
        return redirect("home")
    logout(request)
    said = _("Your account is closed, and will be deleted on %(day)s. To keep it, sign in until then.")
    messages.success(request, said % {"day": date_format(due)})
    return redirect("home")


def _asked(request: HttpRequest, person: User, *, wrong: bool = False) -> HttpResponse:
    context = {
        "person": person,
        "wrong": wrong,
        "days": settings.DELETION_DELAY_DAYS,
        "todos": Todo.objects.filter(user=person).count(),
        "connected": Consent.objects.filter(user=person).count(),
        "own_applications": Application.objects.filter(user=person).count(),
        "employee": Employee.objects.filter(user=person).exists(),
    }
    return render(request, "profile/delete.html", context, status=400 if wrong else 200)


def _deciding(request: HttpRequest, person: User) -> HttpResponse:
    decision = request.POST.get("decision") if request.method == "POST" else None
    if decision == "keep" and deletion.keep_account(user=person):
        sign_in_again(request, person)
        messages.success(request, _("You keep your account. Applications and devices have to be connected anew."))
        return redirect("account_profile")
    if decision == "leave":
        request.session.flush()
        messages.info(request, _("Your account stays closed. Until it is deleted you can sign in to keep it."))
        return redirect("home")
    return render(request, "profile/leaving.html", {"person": person})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def keep_by_link(request: HttpRequest, key: str) -> HttpResponse:
    """Ask whoever has the mail whether the account is to be kept; the link signs nobody in."""
    person = keep_link.person_of(key)
    if person is None:
        return render(request, "profile/keep_dead.html", status=404)
    if request.method == "POST" and deletion.keep_account(user=person):
        messages.success(request, _("Your account is open again. Sign in to go on."))
        return redirect("account_login")
    return render(request, "profile/keep.html", {"person": person})
