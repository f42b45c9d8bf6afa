"""A client that signs its authorization requests."""

import time
from dataclasses import dataclass, field
from typing import Any

from tests.client_keys import ClientKey
from tests.flows.oauth import ISSUER, RelyingParty


@dataclass
class SigningParty:
    """A relying party with a key: makes request objects, good ones and others."""

    party: RelyingParty
    key: ClientKey = field(default_factory=ClientKey)

    def claims(self, **changes: Any) -> dict[str, Any]:
        """Return what a good request object says; None takes a member out."""
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.party.client_id,
            "aud": ISSUER,
            "iat": now,
            "nbf": now,
            "exp": now + 300,
            **self.party.request(),
            **changes,
        }
        return {name: value for name, value in claims.items() if value is not None}

    def object(self, *, header: dict[str, Any] | None = None, **changes: Any) -> str:
        """Return a signed request object."""
        return self.key.sign(self.claims(**changes), **(header or {"typ": "oauth-authz-req+jwt"}))

    def query(self, **changes: Any) -> dict[str, str]:
        """Return the parameters of a request with an object by value."""
        return {"client_id": self.party.client_id, "request": self.object(**changes)}
