"""Why a client was refused, in a word for its developer: the caller learns no more than RFC 6749 section 5.2 says."""

from datetime import datetime
from enum import StrEnum

from oauth_server.protocol.client_authentication import client_secret
from oauth_server.protocol.client_authentication.presented import WRONG, Presented
from oauth_server.protocol.models.client import Client


class Cause(StrEnum):
    """The `why` of a `client_refused` in the trail."""

    WRONG_SECRET = "wrong_secret"  # noqa: S105 - a word, and no secret
    EXPIRED_SECRET = "expired_secret"  # noqa: S105 - a word, and no secret
    ENDED_SECRET = "ended_secret"  # noqa: S105 - a word, and no secret
    WRONG_SIGNATURE = "wrong_signature"
    WRONG_ASSERTION = "wrong_assertion"
    WRONG_METHOD = "wrong_method"


def cause_of(presented: Presented, client: Client, problem: str, now: datetime) -> Cause:
    """Return why a proof of a known client, by whatever method, was refused with this `problem`."""
    if presented.secret is None:
        return Cause.WRONG_SIGNATURE if problem == WRONG else Cause.WRONG_ASSERTION
    is_newest, is_older = client_secret.matches(presented, client)
    if is_newest and client.secret_expires is not None and client.secret_expires <= now:
        return Cause.EXPIRED_SECRET
    return Cause.ENDED_SECRET if is_older else Cause.WRONG_SECRET
