"""Registration, two doors and one room: the sign-up page and the JSON endpoint make accounts by these rules."""

from typing import Final

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.email_verification import consume_email_verification_rate_limit
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.audit.record import AuditEventName, record
from accounts.models import User
from accounts.models.user import comparable, username_validator

MANDATORY: Final = "mandatory"
"""The value of EMAIL_VERIFICATION with which nobody signs in before an address of theirs is verified."""
EMAIL_LENGTH: Final = 254
NAME_LENGTH: Final = 150


def check_username(username: str) -> str:
    """Return a user name that may be had; raise ValidationError for one that has no form of a name or is taken."""
    for spelling in (username, comparable(username)):
        username_validator(spelling)
        if len(spelling) > NAME_LENGTH:
            raise ValidationError(_("A user name has at most %d characters.") % NAME_LENGTH, code="max_length")
    if User.objects.filter(username_key=comparable(username)).exists():
        raise _taken()
    return username


def check_email(email: str) -> str:
    """Return an address in lower case; raise ValidationError where it is none. Whether it is taken is never said."""
    email = email.lower()
    validate_email(email)
    if len(email) > EMAIL_LENGTH:
        raise ValidationError(_("An e-mail address has at most %d characters.") % EMAIL_LENGTH, code="max_length")
    return email


def create_account(*, username: str, email: str, password: str | None) -> User:
    """Create a user; raise ValidationError where another has taken the name in the meantime."""
    user = User(username=username, email=email)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as conflict:
        raise _taken() from conflict
    record(AuditEventName.REGISTERED, person=user)
    return user


def register(*, request: HttpRequest, username: str, email: str, password: str) -> User:
    """Create an account whose address is yet to be verified, and mail that address.

    Raises ValidationError with the messages of each field. Whoever has verified the address already is told so by
    mail; the caller sees no difference, nor whether a mail has gone there a moment ago and none goes now.
    """
    errors: dict[str, ValidationError] = {}
    for field, check, value in (("username", check_username, username), ("email", check_email, email)):
        try:
            check(value)
        except ValidationError as error:
            errors[field] = error
    try:
        validate_password(password, User(username=username, email=email))
    except ValidationError as error:
        errors["password"] = error
    if errors:
        raise ValidationError(errors)
    with transaction.atomic():
        try:
            user = create_account(username=username, email=email.lower(), password=password)
        except ValidationError as taken:
            raise ValidationError({"username": taken}) from taken
        address = EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
    # A code is bound to the browser that asks for it, and there is none here: the mail says where to ask for one.
    if consume_email_verification_rate_limit(request, address.email):
        get_adapter(request).send_registered_mail(address)
    return user


def is_verified_by_another(email: str, *, user_id: int) -> bool:
    """Return whether somebody else has verified this address."""
    return bool(EmailAddress.objects.filter(email=email.lower(), verified=True).exclude(user_id=user_id).exists())


def has_verified_address(user: User) -> bool:
    """Return whether any address of the user was verified."""
    return bool(EmailAddress.objects.filter(user_id=user.pk, verified=True).exists())


def must_verify_first(user: User) -> bool:
    """Return whether this server asks for a verified address before anybody signs in, and the user has none."""
    return settings.EMAIL_VERIFICATION == MANDATORY and not has_verified_address(user)


def _taken() -> ValidationError:
    return ValidationError(_("This username is taken. Choose another one."), code="unique")
