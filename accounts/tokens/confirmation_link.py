"""The key of a link that verifies an address: dead at the first change of credentials (OWASP ASVS 5.0 6.4.3)."""

from typing import Final, Self

from allauth.account.app_settings import EMAIL_CONFIRMATION_EXPIRE_DAYS
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.core import signing
from django.db import transaction
from django.http import HttpRequest

from accounts.models import User

_SALT: Final = "accounts.confirmation_link"
_MAX_AGE: Final = EMAIL_CONFIRMATION_EXPIRE_DAYS * 24 * 3600


class ConfirmationLink(EmailConfirmationHMAC):
    """django-allauth's, which is good as long as the address is not verified; ours carries the credential epoch too.

    Whoever added an address under credentials that have ended, or to an account that was disabled, verifies it no more.
    """

    @property
    def key(self) -> str:
        """Return what stands in the link."""
        epochs = User.objects.values_list("credential_epoch", flat=True)
        return signing.dumps([self.email_address.pk, epochs.get(pk=self.email_address.user_id)], salt=_SALT)

    @classmethod
    def from_key(cls, key: str) -> Self | None:
        """Return what a link stands for; None where it is not ours, spent, too old, or of credentials that ended."""
        try:
            address_id, epoch = signing.loads(key, max_age=_MAX_AGE, salt=_SALT)
        except signing.BadSignature:
            return None
        unverified = EmailAddress.objects.filter(pk=address_id, verified=False).select_related("user")
        address = unverified.filter(user__is_active=True, user__credential_epoch=epoch).first()
        return None if address is None else cls(address)

    @transaction.atomic
    def confirm(self, request: HttpRequest) -> EmailAddress | None:
        """Verify the address; None where the credentials have ended in the meantime."""
        person = self.email_address.user
        same = User.objects.filter(pk=person.pk, is_active=True, credential_epoch=person.credential_epoch)
        if same.select_for_update(no_key=True).first() is None:
            return None
        confirmed: EmailAddress | None = super().confirm(request)
        return confirmed
