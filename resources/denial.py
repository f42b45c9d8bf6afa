"""A refusal: what the caller is told, and the reason chain that is kept under its id."""

from dataclasses import dataclass, field
from uuid import uuid4

from rest_framework.exceptions import APIException

from oauth_server.vocabulary import OAuthError


@dataclass(frozen=True, slots=True)
class Denial:
    """`detail` goes to the caller, `reasons` never; `error`, `scope` and `max_age` go to the challenge."""

    status: int
    detail: str
    reasons: tuple[str, ...]
    error: OAuthError | None = None
    scope: str | None = None
    max_age: int | None = None
    """Seconds that the sign-in may lie back."""
    scheme: str | None = None
    """The scheme of the credential that was no good, in lower case."""
    decision: str = field(default_factory=lambda: str(uuid4()))


class Denied(APIException):
    """Carries a denial to the exception handler, the one place that answers it."""

    def __init__(self, denial: Denial) -> None:
        super().__init__(detail=denial.detail)
        self.status_code = denial.status
        self.denial = denial
