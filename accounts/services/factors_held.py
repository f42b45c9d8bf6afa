"""Which kinds of factors a person holds beside the password, and how many recovery codes are left."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator

from accounts.models import User

FEW: Final = 3
"""So many recovery codes or fewer are a reason to make new ones."""


@dataclass(frozen=True, slots=True)
class Held:
    """What there is of each kind: keys (passkeys and security keys), an authenticator app, recovery codes that are not
    used (None: never made)."""

    key: bool
    app: bool
    recovery_codes: int | None


def factors_held(user: User) -> Held:
    """Return what the person holds; one statement."""
    rows = dict(Authenticator.objects.filter(user_id=user.pk).values_list("type", "data"))
    codes = rows.get(Authenticator.Type.RECOVERY_CODES)
    return Held(
        key=Authenticator.Type.WEBAUTHN in rows,
        app=Authenticator.Type.TOTP in rows,
        recovery_codes=None if codes is None else codes_left(codes),
    )


def codes_left(data: Mapping[str, Any]) -> int:
    """Return how many recovery codes a row says are unused, without making them: one bit a code that is used."""
    return int(app_settings.RECOVERY_CODE_COUNT - int(data.get("used_mask", 0)).bit_count())
