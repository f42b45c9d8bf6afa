"""A refusal: what the caller is told, and the step that refused, which is told only to whoever explains it."""

from dataclasses import dataclass

from rest_framework.exceptions import APIException

from oauth_server.vocabulary import CredentialKind, OAuthError
from resources.steps import Step


@dataclass(frozen=True, slots=True)
class Denial:
    """`detail` goes to the caller, `step` and `reason` never; `error`, `scope`, `acr_values` and `max_age` go to the
    challenge."""

    status: int
    detail: str
    error: OAuthError | None = None
    scope: str | None = None
    acr_values: str | None = None
    max_age: int | None = None
    """Seconds that the sign-in may lie back."""
    scheme: str | None = None
    """The scheme of the credential that was no good, in lower case."""
    step: Step = Step.OPERATION
    reason: str = ""
    kind: CredentialKind | None = None
    """What the credential that was no good had the form of."""


class Denied(APIException):
    """Carries a denial to the exception handler, the one place that answers it."""

    def __init__(self, denial: Denial) -> None:
        super().__init__(detail=denial.detail)
        self.status_code = denial.status
        self.denial = denial
