"""The steps of every request of the API, in the order of the code; a refusal names the one that failed."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from oauth_server.vocabulary import RefusalReason


class Step(StrEnum):
    """One step; the members stand in the order in which the code asks."""

    ADDRESS = "address known"
    REQUEST = "request readable"
    RECOGNISED = "credential recognised"
    VERIFIED = "credential verified"
    CLIENT = "client usable"
    USER = "user active"
    SESSION = "session live"
    AUDIENCE = "audience"
    CSRF = "CSRF token"
    KIND = "kind accepted"
    MACHINE = "machine let in"
    ACTING = "acting for a person"
    ROLE = "role"
    SCOPE = "scope"
    STEP_UP = "step-up"
    METHOD = "method"
    FIELDS = "fields"
    OBJECT = "object rule"
    BODY = "body"
    LIMITS = "limits"
    OPERATION = "operation"


ORDER: Final = tuple(Step)
STEP_OF: Final[Mapping[RefusalReason, Step]] = {
    RefusalReason.MALFORMED: Step.RECOGNISED,
    RefusalReason.WRONG_KIND: Step.RECOGNISED,
    RefusalReason.BAD_SIGNATURE: Step.VERIFIED,
    RefusalReason.UNKNOWN: Step.VERIFIED,
    RefusalReason.EXPIRED: Step.VERIFIED,
    RefusalReason.REVOKED: Step.VERIFIED,
    RefusalReason.WRONG_PASSWORD: Step.VERIFIED,
    RefusalReason.WRONG_CODE: Step.VERIFIED,
    RefusalReason.SECOND_FACTOR: Step.VERIFIED,
    RefusalReason.TOO_MANY_GUESSES: Step.VERIFIED,
    RefusalReason.CLIENT_DISABLED: Step.CLIENT,
    RefusalReason.USER_DISABLED: Step.USER,
    RefusalReason.ACTOR_GONE: Step.USER,
    RefusalReason.ADDRESS_UNVERIFIED: Step.USER,
    RefusalReason.EPOCH: Step.SESSION,
    RefusalReason.SESSION_ENDED: Step.SESSION,
    RefusalReason.SESSION_EXPIRED: Step.SESSION,
    RefusalReason.WRONG_AUDIENCE: Step.AUDIENCE,
    RefusalReason.KEY_WITHDRAWN: Step.VERIFIED,
    RefusalReason.PROOF_MISSING: Step.VERIFIED,
    RefusalReason.PROOF_INVALID: Step.VERIFIED,
    RefusalReason.PROOF_REPLAYED: Step.VERIFIED,
    RefusalReason.PROOF_NONCE: Step.VERIFIED,
    RefusalReason.NOT_BOUND: Step.VERIFIED,
}
"""Where a credential that is no good failed; a test refuses a reason without its step."""
