"""A person goes on with passkeys alone: the password is taken off the account (contract: people without a password)."""

from allauth.account.adapter import get_adapter
from django.db import transaction
from django.http import HttpRequest

from accounts.models import User
from accounts.services import credentials, passkeys
from accounts.services.registration import has_verified_address
from accounts.services.sign_in import keep_browser_session, sign_in_of


class PasswordNeeded(Exception):
    """Without a passkey nobody could sign in; without a verified address nobody who lost it could come back."""


def conditions(user: User) -> dict[str, bool]:
    """Return which of these the account has: `has_password`, and what it could do without it by, `has_passkey` and
    `has_address`. The password may go where it has all three."""
    return {
        "has_password": user.has_usable_password(),
        "has_passkey": passkeys.has_passkey(user),
        "has_address": has_verified_address(user),
    }


def remove_password(*, request: HttpRequest, keep_connected: bool) -> None:
    """Take the password off the account of whoever is signed in and throw the switch; raise PasswordNeeded."""
    mine = sign_in_of(request)
    if mine is None:
        raise PasswordNeeded
    with transaction.atomic():
        user = User.objects.select_for_update(no_key=True).get(pk=mine.user.pk)
        if not all(conditions(user).values()):
            raise PasswordNeeded
        user.set_unusable_password()
        user.save(update_fields=["password"])
        credentials.password_changed(user=user, keep_session_id=mine.session_id, keep_connected=keep_connected)
        keep_browser_session(request, user)
    get_adapter(request).send_notification_mail("account/email/password_removed", user)
