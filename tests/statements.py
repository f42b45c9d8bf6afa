"""Counting statements: what the audit trail gets comes on top of every budget, and is counted apart."""

from typing import Final

AUDIT: Final = "insert into accounts_auditevent"


def audited(statements: list[str], events: int) -> list[str]:
    """Return the statements without those that append to the audit trail, of which there are exactly `events`."""
    others = [statement for statement in statements if not statement.startswith(AUDIT)]
    assert len(statements) - len(others) == events
    return others
