"""Forms of django-allauth with our rules: a hinted name, and who gets a reset link (contract: People)."""

from typing import Any, Final

from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from allauth.account.models import EmailAddress

LONGEST_HINT: Final = 254


class LoginForm(AllauthLoginForm):
    """Fills in the name that the address hints at (`login`; OpenID Connect Core section 3.1.2.1, login_hint)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].initial = self.request.GET.get("login", "")[:LONGEST_HINT]


class ResetPasswordForm(AllauthResetPasswordForm):
    """Sends a link to verified addresses only; the page says the same for every address."""

    def clean_email(self) -> str:
        """Find the one person who has verified this address."""
        email: str = super().clean_email()
        found = EmailAddress.objects.filter(email=email.lower(), verified=True, user__is_active=True)
        self.users = [address.user for address in found.select_related("user")]
        return email
