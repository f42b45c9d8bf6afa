"""Signing up in django-allauth's pages: a taken address is taken like a free one, its owner is told (decision 0013)."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangeEmailForm as AllauthChangeEmailForm
from allauth.account.forms import SignupForm as AllauthSignupForm

from accounts.pages.new_passwords import SaysWhatCounts


class SignUpForm(SaysWhatCounts, AllauthSignupForm):
    """Makes the account whoever has the address: an unverified one reserves nothing, a verified one says nothing."""

    def validate_unique_email(self, value: str) -> str:
        """Return the address; nobody is asked whose it is."""
        return value


class ChangeEmailForm(AllauthChangeEmailForm):
    """Takes another address where the one of the sign-up was mistyped."""

    account_already_exists = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs["autocomplete"] = "email"

    def clean_email(self) -> str:
        """Return the address, without a look at whose it is."""
        email: str = get_adapter().clean_email(self.cleaned_data["email"])
        return email
