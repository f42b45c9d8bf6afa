"""What a request offers as client authentication, before anything is looked up (RFC 6749 section 2.3)."""

from dataclasses import dataclass, field
from typing import Final

from oauth_server.vocabulary import ClientAuthMethod

WRONG: Final = "The client is not known, or did not prove itself."
"""What is said to whom proved nothing, so that nobody learns which clients there are."""


@dataclass(frozen=True, slots=True)
class Presented:
    """A client identifier and what should prove it; `secret` and `assertion` are None where the method has none."""

    method: ClientAuthMethod
    client_id: str
    secret: str | None = field(default=None, repr=False)
    assertion: str | None = field(default=None, repr=False)

    @property
    def by_header(self) -> bool:
        """Whether the Authorization header was used, so that a refusal carries its challenge."""
        return self.method == ClientAuthMethod.CLIENT_SECRET_BASIC
