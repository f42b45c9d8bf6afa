"""Codes by mail in django-allauth's pages: who gets one to sign in, and how guesses at them are counted and spent."""

from abc import abstractmethod
from typing import Any, Final

from allauth.account.adapter import get_adapter
from allauth.account.forms import BaseConfirmCodeForm
from allauth.account.forms import RequestLoginCodeForm as AllauthRequestLoginCodeForm
from allauth.account.internal.flows.email_verification_by_code import EMAIL_VERIFICATION_CODE_SESSION_KEY
from allauth.core import context as request_context
from allauth.core.internal.cryptokit import compare_user_code
from allauth.core.ratelimit import consume
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.pages.waiting import ADDRESS_ASKED_WITH, BEGUN_WITH, refuse_if_changed, standing_of
from accounts.services import mailed_codes
from accounts.services.guessing import TooManyGuesses
from accounts.services.mailed_codes import WrongMailedCode
from accounts.services.password_reset import holders_of

LONGEST_CODE: Final = 32


class RequestLoginCodeForm(AllauthRequestLoginCodeForm):
    """Sends a code to an address that is verified; every other gets word that no account has it."""

    _user: User | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs["autocomplete"] = "email"

    def clean_email(self) -> str:
        """Return the address; what the sign-in begins with is noted for its second step."""
        email: str = get_adapter().clean_email(self.cleaned_data["email"])
        request = request_context.request
        if not consume(request, action="request_login_code", key=email):
            raise get_adapter().validation_error("too_many_login_attempts")
        self._user = next(iter(holders_of(email)), None)
        request.session[BEGUN_WITH] = standing_of(self._user) if self._user else None
        return email


class _CodeForm(BaseConfirmCodeForm):
    """Takes a code of eight letters, as it stands in the mail."""

    counter: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = forms.CharField(
            label=_("Code"),
            max_length=LONGEST_CODE,
            widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "maxlength": LONGEST_CODE}),
        )

    def clean_code(self) -> str:
        """Hold the code to the one count of guesses, and use it up."""
        code: str = self.cleaned_data["code"]
        user, email, sent = self.whose()
        request = request_context.request
        try:
            with mailed_codes.one_guess(self.counter, user=user, email=email, request=request):
                if user is None or not compare_user_code(actual=code, expected=self.expected_code or ""):
                    raise WrongMailedCode
                self.refuse_what_changed(user)
                mailed_codes.use_up(self.counter, user=user, code=self.expected_code, sent=sent)
        except (WrongMailedCode, ValidationError) as wrong:
            raise get_adapter().validation_error("incorrect_code") from wrong
        except TooManyGuesses as spent:
            raise get_adapter().validation_error("too_many_login_attempts") from spent
        return code

    @abstractmethod
    def whose(self) -> tuple[User | None, str, float]:
        """Return whom the code was sent to (None: nobody), at which address, and when."""

    def refuse_what_changed(self, user: User) -> None:
        """Raise ValidationError where the account is no longer what it was when the code was asked for."""
        refuse_if_changed(user)


class LoginCodeForm(_CodeForm):
    """Takes the code that signs in."""

    counter = mailed_codes.SIGN_IN

    def whose(self) -> tuple[User | None, str, float]:
        """Return whom the sign-in that waits in this browser is for."""
        stage = request_context.request._login_stage
        return stage.login.user, stage.state.get("email", ""), stage.state["at"]


class AddressCodeForm(_CodeForm):
    """Takes the code that confirms an address, of the person who asked for it."""

    counter = mailed_codes.ADDRESS

    def __init__(self, *args: Any, user: User | None = None, email: str = "", **kwargs: Any) -> None:
        self.user, self.email = user, email
        super().__init__(*args, **kwargs)

    def whose(self) -> tuple[User | None, str, float]:
        """Return whose address it is to be."""
        return self.user, self.email, request_context.request.session[EMAIL_VERIFICATION_CODE_SESSION_KEY]["at"]

    def refuse_what_changed(self, user: User) -> None:
        """A code ends with the credentials under which it was asked for, and is for whoever asked."""
        request = request_context.request
        if request.user.is_authenticated and request.user.pk != user.pk:
            raise WrongMailedCode
        refuse_if_changed(user, since=ADDRESS_ASKED_WITH)
