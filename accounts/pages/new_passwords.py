"""What a form says of a new password: one sentence in place of a list of every check, all of which stay."""

from typing import Any

from allauth.account.forms import ResetPasswordKeyForm as AllauthResetPasswordKeyForm
from allauth.account.forms import SetPasswordForm as AllauthSetPasswordForm
from django import forms
from django.contrib.auth.password_validation import MinimumLengthValidator, get_default_password_validators
from django.utils.translation import gettext as _


def what_counts() -> str:
    """Return what a new password has to be; the shortest length is the one that is checked."""
    checks = get_default_password_validators()
    shortest = next(check.min_length for check in checks if isinstance(check, MinimumLengthValidator))
    said = _("At least %(shortest)d characters, not like your name or address, and none that many people use.")
    return said % {"shortest": shortest}


class SaysWhatCounts(forms.Form):
    """A form with a new password, in `password1`, and the same once more in `password2`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = what_counts()


class NewPasswordForm(SaysWhatCounts):
    """The same where somebody has, or had, another password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("New password")
        self.fields["password2"].label = _("New password (again)")


class SetPasswordForm(SaysWhatCounts, AllauthSetPasswordForm):
    """Sets a password where there is none."""


class ResetPasswordKeyForm(NewPasswordForm, AllauthResetPasswordKeyForm):
    """Sets a password anew by a mailed link."""
