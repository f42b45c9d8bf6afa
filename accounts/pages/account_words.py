"""Words of ours in place of django-allauth's, and its messages that a page of ours makes needless."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REFUSALS: Final[dict[str, str | Promise]] = {
    "email_password_mismatch": _("Wrong e-mail address or password. Check both and try again."),
    "enter_current_password": _("This is not your current password."),
    "incorrect_password": _("This is not your password."),
    "username_password_mismatch": _("Wrong username or password. Check both and try again."),
}
"""By the names that django-allauth has for them."""
WAYS: Final[dict[str, str | Promise]] = {
    "mfa_reauthenticate": _("Use a code"),
    "mfa_reauthenticate_webauthn": _("Use a passkey or security key"),
}
"""How somebody proves again to be there, by the URL name of the page."""
SAID_BY_THE_PAGE: Final = (
    "account/messages/logged_in.txt",
    "account/messages/email_confirmation_sent.txt",
    "account/messages/login_code_sent.txt",
    "mfa/messages/recovery_codes_generated.txt",
)
"""The page that follows says the same, or shows it."""
