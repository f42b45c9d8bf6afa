"""What a door says that waits for a second factor, and how an answer to it is refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import AuthenticationFailed, Throttled

from accounts.services.door_challenges import ChallengeRefused, WrongAnswer
from accounts.services.guessing import TooManyGuesses
from accounts.services.second_factor import Pending


class SecondFactorRequired(AuthenticationFailed):
    """The password was right, and is not enough; `members` go into the problem."""

    def __init__(self, pending: Pending) -> None:
        super().__init__(_("A second factor is needed: answer the challenge at /api/mfa/."))
        self.members: dict[str, Any] = {
            "mfa_required": True,
            "challenge": pending.challenge,
            "methods": list(pending.methods),
        }
        if pending.public_key is not None:
            self.members["public_key"] = pending.public_key


@contextmanager
def refusals() -> Iterator[None]:
    """Raise the refusal that HTTP has for what the services refuse: a wrong code and a used one are refused alike."""
    try:
        yield
    except WrongAnswer as refused:
        raise AuthenticationFailed(_("The code is not right, or the key not accepted. Try again.")) from refused
    except ChallengeRefused as refused:
        raise AuthenticationFailed(_("The challenge is over, or the answer is not right. Sign in again.")) from refused
    except TooManyGuesses as spent:
        raise Throttled(wait=spent.retry_after) from spent
