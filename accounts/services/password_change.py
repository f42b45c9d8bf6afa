"""A person sets another password, who knows the one before (OWASP ASVS 5.0 section 6.2.3)."""

from allauth.account.adapter import get_adapter
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.http import HttpRequest

from accounts.models import User
from accounts.services import credentials
from accounts.services.passwords import WrongPassword, authenticate_password


def change_password(
    *,
    request: HttpRequest,
    user: User,
    old_password: str,
    new_password: str,
    keep_session_id: int | None,
    keep_connected: bool,
) -> User:
    """Set the password of `user` and throw the switch; return the person as they are now, and mail them.

    Raises WrongPassword, TooManyGuesses, or ValidationError for a password that may not be had. Of several changes at
    once from one old password, one is made.
    """
    proved = authenticate_password(request, user.username, old_password, session_id=keep_session_id)
    if proved.pk != user.pk:
        raise WrongPassword
    validate_password(new_password, proved)
    with transaction.atomic():
        locked = User.objects.select_for_update(no_key=True).filter(pk=proved.pk, is_active=True).first()
        if locked is None or locked.password != proved.password:
            raise WrongPassword
        credentials.set_password(
            user=locked, password=new_password, keep_session_id=keep_session_id, keep_connected=keep_connected
        )
    get_adapter(request).send_notification_mail("account/email/password_changed", locked)
    return locked
