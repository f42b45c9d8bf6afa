"""Which kinds of factors a person holds beside the password."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator

from accounts.models import User


@dataclass(frozen=True, slots=True)
class Held:
    """What there is of each kind: keys (passkeys and security keys), an authenticator app, recovery codes."""

    key: bool
    app: bool
    recovery_codes: bool


def factors_held(user: User) -> Held:
    """Return what the person holds; one statement."""
    kinds = set(Authenticator.objects.filter(user_id=user.pk).values_list("type", flat=True))
    return Held(
        key=Authenticator.Type.WEBAUTHN in kinds,
        app=Authenticator.Type.TOTP in kinds,
        recovery_codes=Authenticator.Type.RECOVERY_CODES in kinds,
    )
