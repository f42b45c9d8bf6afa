"""A refusal: what the caller is told, and the reason chain that the log keeps under its id."""

from dataclasses import dataclass, field
from uuid import uuid4

from rest_framework.exceptions import APIException

from oauth_server.vocabulary import OAuthError


@dataclass(frozen=True, slots=True)
class Denial:
    """`detail` goes to the caller, `reasons` only to the log, `error` and `scope` to the challenge (RFC 6750)."""

    status: int
    detail: str
    reasons: tuple[str, ...]
    error: OAuthError | None = None
    scope: str | None = None
    scheme: str | None = None
    """The scheme of the credential that was no good, in lower case."""
    decision: str = field(default_factory=lambda: str(uuid4()))


class Denied(APIException):
    """Carries a denial to the exception handler, the one place that answers it."""

    def __init__(self, denial: Denial) -> None:
        super().__init__(detail=denial.detail)
        self.status_code = denial.status
        self.denial = denial
