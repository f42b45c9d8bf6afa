"""Forms of django-allauth with our rules: a hinted name, what a new password spares, who gets a reset link."""

from typing import Any, Final

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from allauth.core import context as request_context
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.pages.new_passwords import NewPasswordForm
from accounts.services.password_reset import request_reset

LONGEST_HINT: Final = 254


class LoginForm(AllauthLoginForm):
    """Fills in the name that the address hints at (`login`; OpenID Connect Core section 3.1.2.1, login_hint)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].initial = self.request.GET.get("login", "")[:LONGEST_HINT]


class ChangePasswordForm(NewPasswordForm, AllauthChangePasswordForm):
    """Lets the person keep the applications that may act while they are away (contract: The one switch)."""

    keep_connected = forms.BooleanField(
        required=False,
        label=_("Keep applications and API keys connected"),
        help_text=_(
            "API keys, and applications that may act while you are away, go on. Leave it off if somebody may know your "
            "password."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Current password")

    def clean_oldpassword(self) -> str:
        """Hold the password to the one count of guesses (decision 0014), which the stock form does not know."""
        password: str = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("enter_current_password")
        return password

    def save(self) -> None:
        """Change the password; the adapter throws the switch."""
        request_context.request.keeps_connected = self.cleaned_data["keep_connected"]
        super().save()


class ResetPasswordForm(AllauthResetPasswordForm):
    """Sends a link to verified addresses only; the page says the same for every address."""

    def clean_email(self) -> str:
        """Return the address, without a look at whose it is."""
        email: str = get_adapter().clean_email(self.cleaned_data["email"])
        return email

    def save(self, request: HttpRequest, **given: Any) -> str:
        """Mail the link as the JSON door does."""
        email: str = self.cleaned_data["email"]
        request_reset(request=request, email=email)
        return email
