"""What a request offers as client authentication, before anything is looked up (RFC 6749 section 2.3)."""

from dataclasses import dataclass

from oauth_server.vocabulary import ClientAuthMethod


@dataclass(frozen=True, slots=True)
class Presented:
    """A client identifier and what should prove it; `secret` is None where the method has none."""

    method: ClientAuthMethod
    client_id: str
    secret: str | None = None

    @property
    def by_header(self) -> bool:
        """Whether the Authorization header was used, so that a refusal carries its challenge."""
        return self.method == ClientAuthMethod.CLIENT_SECRET_BASIC
