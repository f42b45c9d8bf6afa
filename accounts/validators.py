"""The upper bound of a password's length (OWASP ASVS 5.0 section 6.2)."""

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST_PASSWORD: Final = 1024
"""Characters; so long a text costs a hash no more than a short one, but its checks do."""


class MaximumLengthValidator:
    """Refuses passwords over `max_length` characters: a hash must not become a way to keep the server busy."""

    def __init__(self, max_length: int = LONGEST_PASSWORD) -> None:
        self.max_length = max_length

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError where the password is too long."""
        if len(password) > self.max_length:
            raise ValidationError(
                _("This password is too long. It must contain at most %(max_length)d characters."),
                code="password_too_long",
                params={"max_length": self.max_length},
            )

    def get_help_text(self) -> str:
        """Return what the forms say about it."""
        return _("Your password must contain at most %(max_length)d characters.") % {"max_length": self.max_length}
