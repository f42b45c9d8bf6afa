"""The `decision` of a refusal: the id of a row for an identified caller, else the sealed reason itself."""

import hashlib
from typing import Final

import structlog
from django.db import Error
from rest_framework import status

from resources.explain.facts import Facts
from resources.explain.kept_reason import keep
from resources.explain.sealed_reason import seal_reason
from resources.principal import Principal

ROWS: Final = frozenset(
    {
        status.HTTP_401_UNAUTHORIZED,
        status.HTTP_403_FORBIDDEN,
        status.HTTP_404_NOT_FOUND,
        status.HTTP_405_METHOD_NOT_ALLOWED,
        status.HTTP_429_TOO_MANY_REQUESTS,
    }
)
"""What was refused to the caller; a body to correct is no refusal of theirs, and costs no row."""

LENGTH_OF_ID: Final = 36
"""Characters of a UUID."""

log = structlog.get_logger(__name__)


def record(facts: Facts, principal: Principal) -> str:
    """Keep a refusal, log it, and return its `decision`; a database that does not write fails nothing."""
    decision = _kept(facts, principal) or seal_reason(facts)
    log.info(
        "refused",
        decision=logged_as(decision),
        status=facts.status,
        method=facts.method,
        path=facts.path or None,
        kind=facts.kind,
        user=facts.user or None,
        client=facts.client_id or None,
        step=facts.step,
        reason=facts.reason,
    )
    return decision


def logged_as(decision: str) -> str:
    """Return what the log calls a decision: the id of a row, or 16 digits of the digest of a sealed reason."""
    return decision if len(decision) == LENGTH_OF_ID else hashlib.sha256(decision.encode()).hexdigest()[:16]


def _kept(facts: Facts, principal: Principal) -> str | None:
    if principal.is_anonymous or facts.status not in ROWS:
        return None
    try:
        kept = keep(facts, principal)
    except Error:
        return None
    return str(kept) if kept else None
