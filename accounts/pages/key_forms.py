"""Passkeys and security keys in django-allauth's pages: verified as the JSON doors verify them."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm as AllauthAddWebAuthnForm
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm as AllauthAuthenticateWebAuthnForm
from allauth.mfa.webauthn.internal.auth import clear_state, get_state
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.pages.waiting import incorrect, refuse_if_changed
from accounts.services import passkeys


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
            raise incorrect()
        try:
            cleaned: dict[str, Any] = super().clean()
        except passkeys.MALFORMED as fault:
            raise incorrect() from fault
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
            raise incorrect()
        try:
            user = self._person(answer)
            used = passkeys.finish(user, state, answer)
        except passkeys.PasskeyRefused as refused:
            raise incorrect() from refused
        return used

    def _person(self, answer: dict[str, Any]) -> User:
        user: User = self.user
        return user


class SecondFactorKeyForm(KeyForm):
    """Takes the key that a sign-in waits for."""

    def _person(self, answer: dict[str, Any]) -> User:
        user = super()._person(answer)
        refuse_if_changed(user)
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
            raise incorrect()
        return used

    def _person(self, answer: dict[str, Any]) -> User:
        return passkeys.person_of(answer)
