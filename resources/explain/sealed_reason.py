"""A refusal that is its own record: its facts, sealed under SECRET_KEY, all of one length, are the `decision`."""

import json
from datetime import UTC, datetime
from typing import Final

from accounts.tokens.sealed import open_sealed, seal
from oauth_server.vocabulary import CredentialKind
from resources.explain.facts import Facts
from resources.steps import Step

PURPOSE: Final = "resources refusal"
LENGTH: Final = 335
"""Bytes that are sealed: the length of an answer must not tell why a credential is no good. With the padding of the
cipher this makes 524 characters without a padding of their own."""
LONGEST: Final = {"method": 10, "path": 60, "reason": 60, "user": 36, "client_id": 40}
"""Characters of each part."""


def seal_reason(facts: Facts) -> str:
    """Return the facts as text that only this server can read."""
    parts = {name: _clip(str(getattr(facts, name)), length) for name, length in LONGEST.items()}
    kept = {"at": int(facts.at.timestamp()), "status": facts.status, "step": facts.step, "kind": facts.kind}
    told = [*kept.values(), int(facts.ambient) + 2 * int(facts.acting), *parts.values()]
    return seal(PURPOSE, json.dumps(told, separators=(",", ":")).encode().ljust(LENGTH))


def open_reason(decision: str) -> Facts | None:
    """Return the facts of a sealed decision; None where this server did not seal it, or has lost the key."""
    opened = open_sealed(PURPOSE, decision)
    if opened is None:
        return None
    at, status, step, kind, flags, method, path, reason, user, client_id = json.loads(opened)
    return Facts(
        at=datetime.fromtimestamp(at, tz=UTC),
        method=method,
        path=path,
        status=status,
        step=Step(step),
        reason=reason,
        kind=CredentialKind(kind),
        user=user,
        client_id=client_id,
        ambient=bool(flags & 1),
        acting=bool(flags & 2),
    )


def _clip(text: str, length: int) -> str:
    """Return at most `length` characters, each of which JSON writes as one byte."""
    plain = (character if character.isascii() and character.isprintable() else "?" for character in text[:length])
    return "".join("'" if character in '"\\' else character for character in plain)
