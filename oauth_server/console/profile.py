"""GET and POST /account/: the profile page, where a person sees and writes what applications may read of them."""

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.pages.profile_form import ProfileForm
from accounts.services.profile import write_profile
from oauth_server.console.profile_readers import readers
from oauth_server.vocabulary import Scope

SHOWN = 5
"""Names of applications that a line has room for; the access page has all."""


@dataclass(frozen=True, slots=True)
class Part:
    """Fields that one scope gives, or none: `readers` are the first applications that can read them, `more` how many
    there are besides."""

    title: str | Promise
    fields: list[BoundField]
    scope: Scope | None = None
    readers: tuple[str, ...] = ()
    more: int = 0


_PARTS = (
    (gettext_lazy("Name"), ("first_name", "last_name"), Scope.PROFILE),
    (gettext_lazy("Contact"), ("phone_number",), Scope.PHONE),
    ("", ("postal_address",), Scope.ADDRESS),
    (gettext_lazy("How pages look"), ("locale", "theme"), None),
)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show the profile; write what was sent, and say so on the page that follows."""
    person = User.objects.get(pk=cast("User", request.user).pk)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        write_profile(user=person, values=form.cleaned_data)
        messages.success(request, _("Your profile is saved."))
        return redirect("account_profile")
    status = 400 if form.errors else 200
    return render(
        request, "profile/profile.html", {"person": person, "form": form, "parts": _parts(form)}, status=status
    )


def _parts(form: ProfileForm) -> list[Part]:
    known = readers(form.instance)
    parts = []
    for title, names, scope in _PARTS:
        named = known.get(scope, []) if scope else []
        fields = [form[name] for name in names]
        parts.append(Part(title, fields, scope, tuple(named[:SHOWN]), max(0, len(named) - SHOWN)))
    return parts
