"""What an upstream provider says of a person, as far as it can be believed (OpenID Connect Core section 5.3.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.services.registration import check_email

LONGEST_SUBJECT: Final = 191
LONGEST_NAME: Final = 150


@dataclass(frozen=True, slots=True)
class Told:
    """`address` is an e-mail address in lower case, or empty; `called_verified`: whether the provider calls it so."""

    address: str
    called_verified: bool
    first_name: str
    last_name: str

    @property
    def kept(self) -> dict[str, str]:
        """Return what is kept of it beside the connection: by what its owner knows it again."""
        name = f"{self.first_name} {self.last_name}".strip()
        return {key: value for key, value in (("email", self.address), ("name", name)) if value}

    def addresses(self, *, trusted: bool) -> list[EmailAddress]:
        """Return the address as django-allauth wants it, verified only where the provider is `trusted` with that."""
        if not self.address:
            return []
        return [EmailAddress(email=self.address, verified=trusted and self.called_verified, primary=True)]


def read(answers: Any) -> Told:
    """Return what the ID token and userinfo say together; raise PermissionDenied unless both speak of one person."""
    answers = answers if isinstance(answers, dict) else {}
    token, info = answers.get("id_token"), answers.get("userinfo")
    if not isinstance(token, dict) or not isinstance(info, dict) or token.get("sub") != info.get("sub"):
        raise PermissionDenied
    subject = token.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT or "\x00" in subject:
        raise PermissionDenied
    return Told(
        address=_address(info),
        called_verified=info.get("email_verified") is True,
        first_name=_name(info, "given_name"),
        last_name=_name(info, "family_name"),
    )


def _address(info: Mapping[str, Any]) -> str:
    value = info.get("email")
    try:
        return check_email(value) if isinstance(value, str) and "\x00" not in value else ""
    except ValidationError:
        return ""


def _name(info: Mapping[str, Any], claim: str) -> str:
    value = info.get(claim)
    return value.replace("\x00", "").strip()[:LONGEST_NAME] if isinstance(value, str) else ""
