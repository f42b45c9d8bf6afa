"""The way into the administration: staff, and two factors where ADMIN_MFA asks (OWASP ASVS 5.0 section 8.4.2)."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.decorators import secure_admin_login
from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.services.authentication_methods import SEVERAL
from accounts.services.sign_in import sign_in_of

View = Callable[..., HttpResponse]


def shut() -> None:
    """Let the administration ask for what stands here before it shows anything."""
    admin.site.has_permission = may_enter  # type: ignore[method-assign] # - every view of the site asks this
    admin.site.login = secure_admin_login(second_factor_first(admin.site.login))  # type: ignore[method-assign] # - allauth's own way in
    admin.site.password_change = to_own_password  # type: ignore[method-assign,assignment] # - one page, one count of guesses
    admin.site.password_change_done = to_own_password  # type: ignore[method-assign,assignment] # - the page before leads nowhere else


def to_own_password(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Lead to the one page on which people change their own password: it counts guesses and throws the switch."""
    return redirect("account_change_password")


def may_enter(request: HttpRequest) -> bool:
    """Return whether whoever asks is staff and has signed in as strongly as the administration asks."""
    return bool(request.user.is_active and request.user.is_staff and _is_strong_enough(request))


def second_factor_first(login: View) -> View:
    """Lead staff who signed in with one factor to give the second, or to set one up; then on to where they were."""

    @wraps(login)
    def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if _is_strong_enough(request):
            return login(request, *args, **kwargs)
        ways = [way["url"] for way in get_adapter().get_reauthentication_methods(request.user)]
        ways = [url for url in ways if url != reverse("account_reauthenticate")]
        if ways:
            after = get_next_redirect_url(request) or reverse("admin:index")
            return redirect(f"{ways[0]}?{urlencode({'next': after})}")
        messages.warning(request, _("The administration asks for two factors: set up the second one first."))
        return redirect("mfa_index")

    return view


def _is_strong_enough(request: HttpRequest) -> bool:
    mine = sign_in_of(request)
    return not settings.ADMIN_MFA or (mine is not None and SEVERAL in mine.amr)
