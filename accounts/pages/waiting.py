"""A browser's sign-in that waits for its second factor: what it began with, what every form refuses it with."""

from typing import Final

from allauth.core import context as request_context
from allauth.mfa.adapter import get_adapter
from django.core.exceptions import ValidationError

from accounts.models import User

PASSWORD_OF: Final = "password_of"  # noqa: S105 - the key of the session under which it stands which password was right


def incorrect() -> ValidationError:
    """Return the one refusal of a code or a key, whatever was wrong with it."""
    error: ValidationError = get_adapter().validation_error("incorrect_code")
    return error


def refuse_if_changed(user: User) -> None:
    """Raise ValidationError where the account is disabled, or its password another than the one given here."""
    begun_with = request_context.request.session.get(PASSWORD_OF)
    if not user.is_active or begun_with != user.get_session_auth_hash():
        raise incorrect()
