"""A decision explained: its facts, its chain, the first step that failed, and what would mend it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from oauth_server.vocabulary import CredentialKind
from resources.explain.chain import Link, Outcome, chain_of
from resources.explain.facts import Facts
from resources.explain.mending import mend
from resources.explain.record import logged_as
from resources.explain.sealed_reason import open_reason
from resources.models import Refusal
from resources.steps import Step

NO_ROW = "No refusal is kept under this id: it was never given, or its row has made room for newer ones."
NOT_OURS = (
    "This is no decision of this server: it was changed or cut on its way, sealed by another server,"
    " or sealed under a key that is no longer in SECRET_KEY_FALLBACKS."
)


class Unexplained(Exception):
    """An id leads to nothing; the message says why."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """`decision` is empty for a request that was only tried."""

    facts: Facts
    chain: tuple[Link, ...]
    decision: str = ""

    @property
    def mend(self) -> str:
        """What would let the caller in; empty where nothing refused."""
        return mend(self.facts)

    def as_json(self) -> dict[str, Any]:
        """Return the explanation as JSON writes it."""
        facts = self.facts
        return {
            "decision": self.decision or None,
            "logged_as": logged_as(self.decision) if self.decision else None,
            "at": facts.at.isoformat(),
            "allowed": facts.step is None,
            "status": facts.status or None,
            "method": facts.method,
            "path": facts.path or None,
            "kind": facts.kind,
            "user": facts.user or None,
            "client": facts.client_id or None,
            "detail": facts.detail or None,
            "failed": facts.step,
            "reason": facts.reason or None,
            "mend": self.mend or None,
            "chain": [{"step": link.step, "outcome": link.outcome, "reason": link.reason} for link in self.chain],
        }

    def lines(self) -> list[str]:
        """Return the explanation as people read it."""
        facts = self.facts
        named = (facts.user and f"of {facts.user}", facts.client_id and f"by {facts.client_id}")
        caller = " ".join(part for part in (facts.kind, *named) if part)
        head = [
            f"{facts.method} {facts.path or '(no address of the policy)'}",
            f"caller: {caller}",
            f"at: {facts.at.isoformat(timespec='seconds')}",
        ]
        head += [f"logged as: {logged_as(self.decision)}"] if self.decision else []
        steps = [f"  {link.step}: {link.outcome}{f' ({link.reason})' if link.reason else ''}" for link in self.chain]
        if facts.step is None:
            return [*head, *steps, "allowed"]
        return [*head, *steps, f"refused with {facts.status} at: {facts.step} ({facts.reason})", f"mend: {self.mend}"]


def explain(decision: str) -> Explanation:
    """Return the explanation of a row's id or of a sealed reason; raise Unexplained."""
    try:
        identifier = UUID(decision)
    except ValueError:
        facts = open_reason(decision)
        if facts is None:
            raise Unexplained(NOT_OURS) from None
        return Explanation(facts, chain_of(facts), decision)
    row = Refusal.objects.select_related("user").filter(pk=identifier).first()
    if row is None:
        raise Unexplained(NO_ROW)
    return of_row(row)


def of_row(row: Refusal) -> Explanation:
    """Return the explanation of a row; its chain is the one that was followed then."""
    chain = tuple(Link(Step(step), Outcome(outcome), reason) for step, outcome, reason in row.chain)
    failed = next(link for link in chain if link.outcome is Outcome.FAILED)
    facts = Facts(
        at=row.at,
        method=row.method,
        path=row.path,
        status=row.status,
        step=failed.step,
        reason=failed.reason,
        kind=CredentialKind(row.kind),
        user=str(row.user.subject) if row.user else "",
        client_id=row.client_id,
        detail=row.detail,
    )
    return Explanation(facts, chain, str(row.pk))
