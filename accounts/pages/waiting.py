"""A browser's sign-in that waits for its second factor: what it began with, what every form refuses it with."""

from typing import Final

from allauth.core import context as request_context
from allauth.mfa.adapter import get_adapter
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.services.leaving import is_leaving

BEGUN_WITH: Final = "begun_with"
"""The key of the session under which it stands what the account was when the password was right."""

ADDRESS_ASKED_WITH: Final = "address_asked_with"
"""Likewise, when the code was mailed that confirms an address."""


def standing_of(user: User) -> list[str | int]:
    """Return what a sign-in that waits has to find unchanged: the password, and the epoch that the switch raises."""
    return [user.get_session_auth_hash(), user.credential_epoch]


def incorrect() -> ValidationError:
    """Return the one refusal of a code or a key, whatever was wrong with it."""
    error: ValidationError = get_adapter().validation_error("incorrect_code")
    return error


def refuse_if_changed(user: User, *, since: str = BEGUN_WITH) -> None:
    """Raise ValidationError where the account is disabled, or the switch was thrown since the password was given."""
    begun_with = request_context.request.session.get(since)
    if not (user.is_active or is_leaving(user)) or begun_with != standing_of(user):
        raise incorrect()
