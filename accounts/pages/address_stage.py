"""The step of a sign-in that asks for a verified address (contract: a fresh account signs in at once)."""

from contextlib import suppress

from allauth.account.internal.flows.email_verification import send_verification_email_at_login
from allauth.account.stages import EmailVerificationStage
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.http import HttpResponseBase

from accounts.services.registration import MANDATORY, has_verified_address


class AddressStage(EmailVerificationStage):
    """Holds the sign-in up where the server asks for a verified address; otherwise only mails a new account its code.

    django-allauth itself verifies by code only where it always holds up.
    """

    def handle(self) -> tuple[HttpResponseBase | None, bool]:
        """Return what is answered instead of the sign-in (None: it goes on), and that the sign-in is kept."""
        if settings.EMAIL_VERIFICATION == MANDATORY:
            answer: tuple[HttpResponseBase | None, bool] = super().handle()
            return answer
        if self.login.signup and not has_verified_address(self.login.user):
            with suppress(ImmediateHttpResponse):  # the address has had its mails: the account is there all the same
                send_verification_email_at_login(self.request, self.login)
        return None, True
