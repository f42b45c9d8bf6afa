"""Claims in words, for people who are asked for single ones (OpenID Connect Core section 5.1)."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

CLAIM_WORDS: Final[Mapping[str, Any]] = {
    "name": _("your name"),
    "given_name": _("your first name"),
    "family_name": _("your last name"),
    "preferred_username": _("your user name"),
    "locale": _("your language"),
    "updated_at": _("when your profile was changed"),
    "email": _("your e-mail address"),
    "email_verified": _("whether that address is verified"),
    "address": _("your postal address"),
    "phone_number": _("your telephone number"),
    "phone_number_verified": _("whether that number is verified"),
    "roles": _("the roles you hold"),
}
"""Every claim that this server gives; a test compares it with the registry."""
