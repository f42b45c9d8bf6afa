"""The challenges of the JSON doors: one use, five minutes, five tries, known by their digest alone."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.db.models import F
from django.utils import timezone

from accounts.models import DoorChallenge, User
from accounts.services.doors import Door
from accounts.tokens import sealed

LIFETIME: Final = timedelta(minutes=5)
TRIES: Final = 5
PURPOSE: Final = "door challenge"


class ChallengeRefused(Exception):
    """The challenge is unknown, used, expired, tried too often or behind the account, or not answered rightly."""


class WrongAnswer(ChallengeRefused):
    """The answer is not right, or was used before; the challenge has tries left."""


def open_challenge(*, door: Door, user: User | None, state: Mapping[str, Any]) -> str:
    """Return a new challenge of `door`, said once. `user`: whose password was right, None where a passkey will name the
    person; `state` is what the verification of a passkey needs to know again."""
    challenge = secrets.token_urlsafe(32)
    DoorChallenge.objects.create(
        digest=_digest(challenge),
        door=door,
        user=user,
        credential_epoch=user.credential_epoch if user else 0,
        sealed_state=sealed.seal(PURPOSE, json.dumps(state).encode()) if state else "",
        expires=timezone.now() + LIFETIME,
    )
    return challenge


def take_try(challenge: str, *, passwordless: bool) -> DoorChallenge:
    """Take one of the tries before the answer is looked at, in one statement: parallel ones are none more.

    Raises ChallengeRefused where none is left, or there is no such challenge.
    """
    good = DoorChallenge.objects.filter(
        digest=_digest(challenge), user__isnull=passwordless, tries__lt=TRIES, expires__gt=timezone.now()
    )
    if not good.update(tries=F("tries") + 1):
        raise ChallengeRefused
    found = DoorChallenge.objects.filter(digest=_digest(challenge)).select_related("user").first()
    if found is None:
        raise ChallengeRefused
    return found


def use_up(pending: DoorChallenge) -> None:
    """Use the challenge up; of two right answers at once the second finds it gone (ChallengeRefused)."""
    if not DoorChallenge.objects.filter(pk=pending.pk).delete()[0]:
        raise ChallengeRefused


def refusal_of(pending: DoorChallenge) -> ChallengeRefused:
    """Return what a wrong answer is refused with: whether another may follow."""
    return WrongAnswer() if pending.tries < TRIES else ChallengeRefused()


def state_of(pending: DoorChallenge) -> dict[str, Any]:
    """Return what the verification of a passkey needs; nothing where the seal cannot be opened."""
    opened = sealed.open_sealed(PURPOSE, pending.sealed_state)
    state: dict[str, Any] = json.loads(opened) if opened else {}
    return state


def _digest(challenge: str) -> str:
    return hashlib.sha256(challenge.encode()).hexdigest()
