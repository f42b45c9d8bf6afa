"""A forgotten password: a link to a verified address, good once and for fifteen minutes (OWASP ASVS 5.0 6.4.3)."""

from allauth.account.adapter import get_adapter
from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.internal.flows.password_reset import request_password_reset
from allauth.account.models import EmailAddress
from allauth.account.utils import url_str_to_user_pk
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.http import HttpRequest

from accounts.models import User
from accounts.services import credentials


class BadResetToken(Exception):
    """The link is not good: spent, too old, or none of ours; which of them is not said."""


def holders_of(email: str) -> list[User]:
    """Return whoever has verified this address and may sign in: one person, or nobody."""
    found = EmailAddress.objects.filter(email=email.lower(), verified=True, user__is_active=True)
    return [address.user for address in found.select_related("user")]


def request_reset(*, request: HttpRequest, email: str) -> None:
    """Mail a link to the address, or word that nobody here has verified it: a mail in either case."""
    email = email.lower()
    holders = holders_of(email)
    if not holders:
        _work_as_for_a_link(email)
    request_password_reset(request, email, holders, None)


def _work_as_for_a_link(email: str) -> None:
    """Ask and compute what a link takes, lest the time of the answer says that there is nobody to get one."""
    nobody = User(pk=0)
    EmailAddress.objects.filter(user_id=nobody.pk, email=email).exists()
    get_adapter().get_reset_password_from_key_url(f"0-{PASSWORD_RESET_TOKEN_GENERATOR().make_token(nobody)}")


def reset_password(*, request: HttpRequest, uid: str, token: str, new_password: str) -> None:
    """Set the password of whoever got the link; everything they held dies, and nobody is signed in.

    `uid` and `token` stand in the link. Raises BadResetToken, or ValidationError for a password that may not be had,
    which leaves the link good.
    """
    with transaction.atomic():
        user = _locked(uid)
        if user is None or not PASSWORD_RESET_TOKEN_GENERATOR().check_token(user, token):
            raise BadResetToken
        validate_password(new_password, user)
        credentials.set_password(user=user, password=new_password, by_link=True)
    get_adapter(request).send_notification_mail("account/email/password_reset", user)


def _locked(uid: str) -> User | None:
    try:
        key = url_str_to_user_pk(uid)
    except (ValueError, User.DoesNotExist):
        return None
    return User.objects.select_for_update(no_key=True).filter(pk=key, is_active=True).first()
