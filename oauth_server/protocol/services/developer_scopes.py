"""The scopes that a developer may ask for: by the kind of the application and by who the developer is."""

from typing import Any

from oauth_server.vocabulary import SCOPES, ClientPreset, Scope, ScopeFacts


def offered(preset: str, *, owner: Any, held: str = "") -> tuple[Scope, ...]:
    """Return what may be ticked, in the vocabulary's order; `held`: what an administrator has given it stays."""
    kept = frozenset(held.split())
    return tuple(scope for scope, facts in SCOPES.items() if scope in kept or _fits(preset, facts, owner))


def _fits(preset: str, facts: ScopeFacts, owner: Any) -> bool:
    """A machine has no person to know; what is for administrators only, staff alone asks for, and never on a device."""
    if preset == ClientPreset.MACHINE and not facts.resource:
        return False
    return not facts.staff or bool(owner.is_staff and preset != ClientPreset.DEVICE)
