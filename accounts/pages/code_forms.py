"""Codes as second factors in django-allauth's pages: those that the JSON doors take, counted and spent alike."""

from typing import Any, Final

from allauth.account.adapter import get_adapter
from allauth.core import context as request_context
from allauth.mfa.base.forms import BaseAuthenticateForm
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.pages.waiting import incorrect, refuse_if_changed
from accounts.services.factors_held import FEW, codes_left
from accounts.services.guessing import TooManyGuesses
from accounts.services.leaving import is_leaving
from accounts.services.one_time_codes import WrongCode, one_guess, use_code

LONGEST_CODE: Final = 64


class CodeForm(BaseAuthenticateForm):
    """Takes a code of an authenticator app or a recovery code."""

    reauthenticated = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"maxlength": LONGEST_CODE, "inputmode": "numeric"}

    def clean_code(self) -> str:
        """Hold the code to the one count of guesses, and spend it."""
        code: str = self.cleaned_data["code"][:LONGEST_CODE]
        try:
            with one_guess(request_context.request, self.user):
                self.authenticator = use_code(self.user, code)
        except WrongCode as wrong:
            raise incorrect() from wrong
        except TooManyGuesses as spent:
            raise get_adapter().validation_error("too_many_login_attempts") from spent
        return code

    def save(self) -> None:
        """Record the step; say on the next page where it took a recovery code, and how many are left."""
        request = request_context.request
        post_authentication(request, self.authenticator, reauthenticated=self.reauthenticated)
        if self.authenticator.type == Authenticator.Type.RECOVERY_CODES and not is_leaving(self.user):
            left = codes_left(self.authenticator.data)
            messages.add_message(request, messages.INFO if left > FEW else messages.WARNING, _used(left))


def _used(left: int) -> SafeString:
    said = ngettext("You used a recovery code; %(left)d is left.", "You used a recovery code; %(left)d are left.", left)
    if not left:
        said = _("You used your last recovery code.")
    address = reverse("mfa_generate_recovery_codes")
    return format_html('{} <a href="{}">{}</a>', said % {"left": left}, address, _("Make new ones"))


class SecondFactorCodeForm(CodeForm):
    """Takes the code that a sign-in waits for, as long as the password that it began with is still the right one."""

    def clean_code(self) -> str:
        """Refuse where the account has changed since."""
        refuse_if_changed(self.user)
        return super().clean_code()


class ConfirmByCodeForm(CodeForm):
    """Takes a code of somebody who is signed in, before something sensitive."""

    reauthenticated = True
