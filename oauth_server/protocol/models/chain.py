"""What an exchanged token hangs on beside its grant: clients that passed it on, tokens of machines (RFC 8693)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Chain:
    """`clients`: the epoch of each client, by its identifier, as it was; one that is disabled, deleted or of another
    epoch ends the token. `tokens`: the `jti` of the machines' tokens that it came of, each of which ends it too.
    `machine`: the client that the token speaks for, where that is no person."""

    clients: Mapping[str, int]
    tokens: tuple[UUID, ...] = ()
    machine: str = ""

    @classmethod
    def read(cls, value: Any) -> Self | None:
        """Return the chain that `as_json` gave; None for None. Raise KeyError, TypeError or ValueError for others."""
        if value is None:
            return None
        clients = {str(client): int(epoch) for client, epoch in value["clients"].items()}
        return cls(clients, tuple(UUID(token) for token in value["tokens"]), str(value["machine"]))

    def as_json(self) -> dict[str, Any]:
        """Return the chain as JSON writes it; a `jti` in the form in which SQLite keeps it."""
        tokens = [token.hex for token in self.tokens]
        return {"clients": dict(self.clients), "tokens": tokens, "machine": self.machine}

    def stands(self, clients: int, *, token_revoked: bool) -> bool:
        """Return whether all of it is good, where so many of its clients are as they were."""
        return clients == len(self.clients) and not token_revoked
