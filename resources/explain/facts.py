"""What is known of a refusal, or of a request: enough to say every step, and no word of a credential."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils import timezone
from rest_framework import exceptions

from oauth_server.vocabulary import CredentialKind
from resources.denial import Denial, Denied
from resources.policy import Rule
from resources.principal import ANONYMOUS, Principal
from resources.steps import Step

STEPS_OF_VIEWS: Final[tuple[tuple[type[exceptions.APIException], Step], ...]] = (
    (exceptions.NotAcceptable, Step.REQUEST),
    (exceptions.ParseError, Step.BODY),
    (exceptions.UnsupportedMediaType, Step.BODY),
    (exceptions.ValidationError, Step.BODY),
    (exceptions.NotFound, Step.OBJECT),
    (exceptions.MethodNotAllowed, Step.METHOD),
    (exceptions.Throttled, Step.LIMITS),
)
"""Where an exception failed that names no step itself; every other one is the operation's own."""


@dataclass(frozen=True, slots=True)
class Facts:
    """`path` is the route of the policy, never the address that was asked for; `step` is None where none refused."""

    at: datetime
    method: str
    path: str
    status: int
    step: Step | None
    reason: str
    kind: CredentialKind = CredentialKind.ANONYMOUS
    user: str = ""
    """The person's subject."""
    client_id: str = ""
    ambient: bool = False
    """Whether the credential was sent along by the browser or the proxy, so that unsafe methods need the CSRF token."""
    acting: bool = False
    """Whether another person acted for this one."""
    detail: str = ""
    """What the caller was told; empty where it was not kept."""


def principal_of(request: Any) -> Principal:
    """Return who was verified; nobody where the request was refused before that, which asking would repeat."""
    found = vars(request).get("_auth") if request else None
    return found if isinstance(found, Principal) else ANONYMOUS


def facts_of(exc: exceptions.APIException, *, request: Any, rule: Rule | None) -> Facts:
    """Return the facts of a refusal that a guarded view raised."""
    principal = principal_of(request)
    denial = exc.denial if isinstance(exc, Denied) else _denial(exc, request)
    return Facts(
        at=timezone.now(),
        method=(request.method if request else None) or "",
        path=rule.path if rule else "",
        status=exc.status_code,
        step=denial.step,
        reason=denial.reason,
        kind=denial.kind or principal.kind,
        user=str(principal.user.subject) if principal.user else "",
        client_id=principal.client_id or "",
        ambient=principal.ambient,
        acting=principal.is_acting,
        detail=str(exc.detail) if isinstance(exc.detail, str) else "",
    )


def _step(exc: exceptions.APIException, request: Any) -> Step:
    """An exception of the view; one that came before anybody was recognised is the request's own."""
    named: Step | None = getattr(exc, "step", None)
    if named:
        return named
    if request is None or vars(request).get("_auth") is None:
        return Step.REQUEST
    return next((step for kind, step in STEPS_OF_VIEWS if isinstance(exc, kind)), Step.OPERATION)


def _denial(exc: exceptions.APIException, request: Any) -> Denial:
    """What a view raised of its own: its words may repeat the body, so only its kind is kept."""
    reason = f"{type(exc).__name__}: {exc.default_code}"
    return Denial(exc.status_code, "", step=_step(exc, request), reason=reason)
