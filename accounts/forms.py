"""Forms of django-allauth with our rule of who gets a reset link (contract: People)."""

from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from allauth.account.models import EmailAddress


class ResetPasswordForm(AllauthResetPasswordForm):
    """Sends a link to verified addresses only; the page says the same for every address."""

    def clean_email(self) -> str:
        """Find the one person who has verified this address."""
        email: str = super().clean_email()
        found = EmailAddress.objects.filter(email=email.lower(), verified=True, user__is_active=True)
        self.users = [address.user for address in found.select_related("user")]
        return email
