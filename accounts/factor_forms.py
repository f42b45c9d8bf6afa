"""Second factors in django-allauth's pages: the codes and keys that the JSON doors take, counted and spent alike."""

from typing import Any, Final

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core import context as request_context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import BaseAuthenticateForm
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm as AllauthAddWebAuthnForm
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm as AllauthAuthenticateWebAuthnForm
from allauth.mfa.webauthn.internal.auth import clear_state, get_state
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.adapters import PASSWORD_OF
from accounts.models import User
from accounts.services import passkeys
from accounts.services.guessing import TooManyGuesses
from accounts.services.one_time_codes import WrongCode, one_guess, use_code

LONGEST_CODE: Final = 64


def _wrong() -> ValidationError:
    error: ValidationError = get_adapter().validation_error("incorrect_code")
    return error


class CodeForm(BaseAuthenticateForm):
    """Takes a code of an authenticator app or a recovery code."""

    reauthenticated = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["maxlength"] = LONGEST_CODE

    def clean_code(self) -> str:
        """Hold the code to the one count of guesses, and spend it."""
        code: str = self.cleaned_data["code"][:LONGEST_CODE]
        try:
            with one_guess(request_context.request, self.user):
                self.authenticator = use_code(self.user, code)
        except WrongCode as wrong:
            raise _wrong() from wrong
        except TooManyGuesses as spent:
            raise get_account_adapter().validation_error("too_many_login_attempts") from spent
        return code

    def save(self) -> None:
        """Record the step."""
        post_authentication(request_context.request, self.authenticator, reauthenticated=self.reauthenticated)


class SecondFactorCodeForm(CodeForm):
    """Takes the code that a sign-in waits for, as long as the password that it began with is still the right one."""

    def clean_code(self) -> str:
        """Refuse where the account has changed since."""
        _refuse_if_changed(self.user)
        return super().clean_code()


class ConfirmByCodeForm(CodeForm):
    """Takes a code of somebody who is signed in, before something sensitive."""

    reauthenticated = True


class AddKeyForm(AllauthAddWebAuthnForm):
    """Adds a passkey or a security key that was made on a page of ISSUER."""

    passwordless = forms.BooleanField(
        required=False,
        initial=True,
        label=_("Use it as a passkey"),
        help_text=_("It signs you in by itself, without the password, and asks you for a PIN, your face or a finger."),
    )
    name = forms.CharField(required=False, max_length=100, label=_("Name of the key"))

    def clean(self) -> dict[str, Any]:
        """Refuse what cannot be read before anything reads it."""
        credential = self.cleaned_data.get("credential")
        if credential is not None and not passkeys.comes_from_here(credential, registration=True):
            raise _wrong()
        try:
            cleaned: dict[str, Any] = super().clean()
        except passkeys.MALFORMED as fault:
            raise _wrong() from fault
        return cleaned


class KeyForm(AllauthAuthenticateWebAuthnForm):
    """Takes the answer of a person's key; verifies it as the JSON doors do."""

    reauthenticated = False
    passwordless = False

    def clean_credential(self) -> Authenticator:
        """Return the key that answered."""
        answer, state = self.cleaned_data["credential"], get_state()
        clear_state()
        if not state or not isinstance(answer, dict):
            raise _wrong()
        try:
            user = self._person(answer)
            used = passkeys.finish(user, state, answer)
        except passkeys.PasskeyRefused as refused:
            raise _wrong() from refused
        return used

    def _person(self, answer: dict[str, Any]) -> User:
        user: User = self.user
        return user


class SecondFactorKeyForm(KeyForm):
    """Takes the key that a sign-in waits for."""

    def _person(self, answer: dict[str, Any]) -> User:
        user = super()._person(answer)
        _refuse_if_changed(user)
        return user


class ConfirmByKeyForm(KeyForm):
    """Takes a key of somebody who is signed in, before something sensitive."""

    reauthenticated = True


class PasskeyForm(KeyForm):
    """Signs in by a passkey alone; the key names the person, and has to have verified them."""

    passwordless = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=None, **kwargs)

    def clean_credential(self) -> Authenticator:
        """Ask for the verification itself: the state might be that of a second factor, which needs none."""
        used = super().clean_credential()
        if not passkeys.verifies_person(self.cleaned_data["credential"]):
            raise _wrong()
        return used

    def _person(self, answer: dict[str, Any]) -> User:
        return passkeys.person_of(answer)


def _refuse_if_changed(user: User) -> None:
    """A sign-in that waits is over once the password is another or the account disabled."""
    begun_with = request_context.request.session.get(PASSWORD_OF)
    if not user.is_active or begun_with != user.get_session_auth_hash():
        raise _wrong()
