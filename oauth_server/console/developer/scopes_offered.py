"""The scopes that a form of the console offers: by the kind of the application and by who the developer is."""

from typing import Any, Final

from oauth_server.protocol.scopes import LEAST_SCOPE, wire
from oauth_server.vocabulary import SCOPES, ClientPreset, Scope
from resources.policy import RESOURCES

OF_MACHINES: Final = frozenset(rule.read for rule in RESOURCES if rule.machines)
"""What a machine reads by itself; whatever else it holds lets it in nowhere."""
LEAST: Final = wire(LEAST_SCOPE)
TICKED: Final = frozenset({Scope.OPENID, Scope.PROFILE, Scope.EMAIL, Scope.ACCOUNT_READ})
"""What an application needs that signs people in, and no more: nothing that changes, or lasts while they are away."""


def offered(preset: str, *, owner: Any, held: str = "") -> tuple[Scope, ...]:
    """Return what may be ticked, in the vocabulary's order; `held`: what the application has already stays."""
    kept = frozenset() if is_machine(preset) and held == LEAST else frozenset(held.split())
    return tuple(scope for scope in SCOPES if scope in kept or _fits(preset, scope, owner))


def ticked(preset: str) -> tuple[str, ...]:
    """Return what the wizard ticks beforehand: of a machine nothing; an agent has tools for the to-do list at least."""
    if is_machine(preset):
        return ()
    beside = {Scope.TODO_READ} if preset == ClientPreset.AGENT else set()
    return tuple(str(scope) for scope in Scope if scope in TICKED | beside)


def least(preset: str) -> str:
    """Return the column of an application that asks for nothing: a machine calls what is open to every application; ""
    where something must be asked for."""
    return LEAST if is_machine(preset) else ""


def is_machine(preset: str) -> bool:
    """Return whether nobody agrees to what the application reads."""
    return preset == ClientPreset.MACHINE


def _fits(preset: str, scope: Scope, owner: Any) -> bool:
    """What is for administrators only, staff alone asks for, and never on a device."""
    if is_machine(preset) and scope not in OF_MACHINES:
        return False
    return not SCOPES[scope].staff or bool(owner.is_staff and preset != ClientPreset.DEVICE)
