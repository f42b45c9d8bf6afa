"""A guess, and a line in the trail where it is the first to be refused (OWASP ASVS 5.0 sections 6.3.1, 16.3.1)."""

from accounts.audit.record import AuditEventName, record
from accounts.models import User
from accounts.services.guessing import TooManyGuesses, spend


def spend_guess(counter: str, key: str, *, person: User | None, client: str = "") -> None:
    """Take a guess as `guessing.spend` does; the first one that is refused in a window is recorded, the rest are not.

    Raises TooManyGuesses.
    """
    try:
        spend(counter, key)
    except TooManyGuesses as refused:
        if refused.first:
            record(AuditEventName.GUESSES_SPENT, person=person, client=client, detail={"counter": counter})
        raise
