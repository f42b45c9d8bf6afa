"""GET and POST /accounts/2fa/totp/activate/: django-allauth's page; its code is spent like others (ASVS 5.0 6.5.1)."""

from contextlib import suppress
from typing import cast

from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.views import ActivateTOTPView
from django.db import transaction
from django.http import HttpResponse

from accounts.models import User
from accounts.services.one_time_codes import WrongCode, use_code


class ActivateAppView(ActivateTOTPView):
    """Sets an authenticator app up."""

    @transaction.atomic
    def form_valid(self, form: ActivateTOTPForm) -> HttpResponse:
        """Add the app and spend the code that proved it; one that has run out meanwhile is good for nobody."""
        answer: HttpResponse = super().form_valid(form)
        with suppress(WrongCode):
            use_code(cast("User", self.request.user), form.cleaned_data["code"])
        return answer


activate_app = ActivateAppView.as_view()
