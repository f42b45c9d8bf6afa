"""What is mailed of an account on its way out: closed and how to keep it, kept, gone."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.letters import Letter, host, language_of, message_of, send_once_committed
from accounts.services.notices import verified_address
from accounts.tokens import keep_link


def tell_of_deletion(*, user: User, due: datetime) -> None:
    """Mail that the account is closed, when it goes, and the link that keeps it, whoever asked for its deletion."""
    with language_of(user):
        words = {"host": host(), "day": date_format(due)}
        letter = Letter(
            subject=_("Your account at %(host)s will be deleted") % words,
            says=(
                _(
                    "The deletion of your account at %(host)s was asked for. It is closed: every device and "
                    "application is signed out. On %(day)s it is deleted for good."
                )
                % words,
                _("To keep it, sign in until then, or use this link:"),
            ),
            name=user.get_username(),
            link=settings.ISSUER + reverse("account_keep", args=[keep_link.key_of(user)]),
            link_label=_("Keep the account"),
            advice=(_("If it was not you who asked, keep the account and reset your password."),),
        )
        _send(user, letter)


def tell_of_kept_account(*, user: User) -> None:
    """Mail that the account is open again."""
    with language_of(user):
        words = {"host": host()}
        letter = Letter(
            subject=_("You keep your account at %(host)s") % words,
            says=(
                _(
                    "Your account at %(host)s is open again and will not be deleted. What was signed in before stays "
                    "signed out, and applications ask you anew."
                )
                % words,
            ),
            name=user.get_username(),
            advice=(_("If this surprises you, reset your password."),),
        )
        _send(user, letter)


def tell_of_deleted_account(*, user: User) -> None:
    """Mail that the account is gone; the last mail that goes there. The address is read now, while it is known."""
    with language_of(user):
        words = {"host": host()}
        letter = Letter(
            subject=_("Your account at %(host)s is deleted") % words,
            says=(
                _(
                    "Your account at %(host)s and everything in it is deleted, as was asked for. This is the last mail "
                    "that you get from here."
                )
                % words,
            ),
            name=user.get_username(),
        )
        _send(user, letter)


def _send(user: User, letter: Letter) -> None:
    address = verified_address(user)
    if address:
        send_once_committed([message_of(letter, address)])
