"""A sign-in at a JSON door that waits for its second factor or its passkey (contract: First-party credentials)."""

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, Final

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http import HttpRequest

from accounts.audit.record import AuditEventName, record
from accounts.models import DoorChallenge, User
from accounts.services import authentication_methods as methods
from accounts.services import passkeys
from accounts.services.door_challenges import (
    ChallengeRefused,
    open_challenge,
    refusal_of,
    state_of,
    take_try,
    use_up,
)
from accounts.services.doors import Door
from accounts.services.one_time_codes import WrongCode, one_guess, use_code
from accounts.services.passkeys import PasskeyRefused
from oauth_server.vocabulary import RefusalReason

FACTORS: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""Recovery codes alone are no second factor: they go with one."""


@dataclass(frozen=True, slots=True)
class Pending:
    """What the caller needs to go on: `challenge`, said once; how it may be answered; `public_key` for a passkey."""

    challenge: str
    methods: tuple[str, ...]
    public_key: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Proved:
    """Who has proved to be there, at which door, by which methods (`amr`, RFC 8176)."""

    user: User
    door: Door
    amr: tuple[str, ...]


def has_second_factor(user: User) -> bool:
    """Return whether a password alone lets nobody into this account."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists())


def begin_second_factor(*, user: User, door: Door) -> Pending:
    """Remember that the password of `user` was right at `door`; return what is asked for next."""
    held = set(Authenticator.objects.filter(user_id=user.pk).values_list("type", flat=True))
    public_key, state = passkeys.begin(user) if Authenticator.Type.WEBAUTHN in held else (None, {})
    challenge = open_challenge(door=door, user=user, state=state)
    return Pending(challenge, tuple(str(kind) for kind in Authenticator.Type if kind in held), public_key)


def begin_passkey(*, door: Door) -> Pending:
    """Ask whoever comes to `door` for a passkey, which will say who they are."""
    public_key, state = passkeys.begin(None)
    return Pending(open_challenge(door=door, user=None, state=state), (Authenticator.Type.WEBAUTHN.value,), public_key)


def finish_second_factor(
    *, request: HttpRequest, challenge: str, code: str | None = None, credential: Mapping[str, Any] | None = None
) -> Proved:
    """Return whose password and second factor were right, once.

    Raises ChallengeRefused (WrongAnswer where another answer may follow) or TooManyGuesses.
    """
    pending = take_try(challenge, passwordless=False)
    user = _standing(pending.user, epoch=pending.credential_epoch)
    try:
        with one_guess(request, user) if credential is None else nullcontext(), transaction.atomic():
            used = (
                use_code(user, code or "")
                if credential is None
                else passkeys.finish(user, state_of(pending), credential)
            )
            _spend(pending, used)
    except WrongCode as wrong:
        raise refusal_of(pending) from wrong
    except PasskeyRefused as wrong:
        _record_refusal(user, pending)
        raise refusal_of(pending) from wrong
    return Proved(user, Door(pending.door), methods.with_password(used.type))


def finish_passkey(*, challenge: str, credential: Mapping[str, Any]) -> Proved:
    """Return whose passkey has answered and verified them, once; raise ChallengeRefused. No guess is counted.

    A wrong answer and an account that is closed are refused alike: the answer names an account before it is verified.
    """
    pending = take_try(challenge, passwordless=True)
    try:
        user = _standing(passkeys.person_of(credential))
        with transaction.atomic():
            _spend(pending, passkeys.finish(user, state_of(pending), credential))
    except PasskeyRefused as wrong:
        _record_refusal(None, pending)
        raise ChallengeRefused from wrong
    return Proved(user, Door(pending.door), methods.PASSKEY)


def _standing(user: User | None, *, epoch: int | None = None) -> User:
    """Return the user where the account stands, and has not been changed since the password was right."""
    if user is None or not user.is_active or epoch not in (None, user.credential_epoch):
        raise ChallengeRefused
    return user


def _spend(pending: DoorChallenge, used: Authenticator) -> None:
    """Use the challenge up: of two right answers at once the second finds it gone, and its code is not spent."""
    use_up(pending)
    used.record_usage()


def _record_refusal(user: User | None, pending: DoorChallenge) -> None:
    told = {"reason": RefusalReason.SECOND_FACTOR, "door": pending.door}
    record(AuditEventName.SIGN_IN_REFUSED, person=user, detail=told)
