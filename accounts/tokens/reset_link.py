"""The token of a password-reset link: one use, and dead at the first change of credentials (OWASP ASVS 5.0 6.4.3)."""

from allauth.account.forms import EmailAwarePasswordResetTokenGenerator
from django.contrib.auth.base_user import AbstractBaseUser

from accounts.models import User


class ResetTokenGenerator(EmailAwarePasswordResetTokenGenerator):
    """django-allauth's, which dies with the password and the addresses; ours dies with the credential epoch too."""

    def _make_hash_value(self, user: AbstractBaseUser, timestamp: int) -> str:
        standing = User.objects.filter(pk=user.pk).values_list("credential_epoch", "is_active")[:1]
        return f"{super()._make_hash_value(user, timestamp)}|{list(standing)}"
