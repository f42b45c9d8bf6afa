"""Setting a second factor up, at django-allauth's pages, also on the way to an application that asks for one
(RFC 9470 section 5)."""

from contextlib import suppress
from typing import Any, cast
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.models import User
from accounts.services.one_time_codes import WrongCode, use_code
from accounts.services.step_up import DECLINED


def next_of(request: HttpRequest) -> str:
    """Return where the person was on the way to, a path of this server; "" where they came from nowhere."""
    wanted: str = request.POST.get("next") or request.GET.get("next", "")
    return wanted if wanted and get_adapter(request).is_safe_url(wanted) else ""


class OnTheWay:
    """Carries `next` through a page and on to the one after it."""

    request: HttpRequest

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Tell the page where the person goes on."""
        return {**super().get_context_data(**given), "continue_to": next_of(self.request)}  # type: ignore[misc] # - a view's

    def get_success_url(self) -> str:
        """Return the next page, which is told where the person goes on as well."""
        following: str = super().get_success_url()  # type: ignore[misc] # - a view's
        onwards = next_of(self.request)
        if onwards and following != reverse("mfa_view_recovery_codes"):
            return onwards
        return f"{following}?{urlencode({'next': onwards})}" if onwards else following


class ActivateAppView(OnTheWay, ActivateTOTPView):
    """Sets an authenticator app up; its code is spent like others (OWASP ASVS 5.0 section 6.5.1)."""

    @transaction.atomic
    def form_valid(self, form: ActivateTOTPForm) -> HttpResponse:
        """Add the app and spend the code that proved it; one that has run out meanwhile is good for nobody.

        For the request that asked for a second factor it was one: asked for the next code, a person would wait.
        """
        answer: HttpResponse = super().form_valid(form)
        with suppress(WrongCode):
            used = use_code(cast("User", self.request.user), form.cleaned_data["code"])
            if next_of(self.request):
                post_authentication(self.request, used, reauthenticated=True)
        return answer


class AddKeyView(OnTheWay, AddWebAuthnView):
    """Adds a passkey or a security key."""


class RecoveryCodesView(OnTheWay, ViewRecoveryCodesView):
    """Shows recovery codes once."""


@login_required
def offer(request: HttpRequest) -> HttpResponse:
    """Offer somebody who has no second factor to set one up, or to go back to the application without."""
    onwards = next_of(request)
    if not onwards:
        return redirect("mfa_index")
    joint = "&" if "?" in onwards else "?"
    context = {
        "query": urlencode({"next": onwards}),
        "without": f"{onwards}{joint}{DECLINED}=declined",
    }
    return render(request, "mfa/offer.html", context)


activate_app = ActivateAppView.as_view()
add_key = AddKeyView.as_view()
recovery_codes = RecoveryCodesView.as_view()
