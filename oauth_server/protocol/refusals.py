"""How the token side says no: raised to undo what was begun, returned to keep it (RFC 6749 section 5.2)."""

from dataclasses import dataclass

from oauthlib.oauth2.rfc6749.errors import OAuth2Error, TemporarilyUnavailableError

from oauth_server.vocabulary import OAuthError


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal that commits: what was written on the way, such as a revocation, stays."""

    error: OAuth2Error


class ClientRefused(OAuth2Error):
    """`invalid_client`: 401, with a Basic challenge where the Authorization header was used; 429 with `retry_after`
    (seconds) where too many wrong secrets came before."""

    error = OAuthError.INVALID_CLIENT
    status_code = 401

    def __init__(self, description: str, *, by_header: bool = False, retry_after: int | None = None) -> None:
        super().__init__(description=description, status_code=429 if retry_after else 401)
        self.by_header = by_header
        self.retry_after = retry_after


class TooManyRequests(TemporarilyUnavailableError):
    """Nothing more is taken for now, 429 with `retry_after` (seconds)."""

    def __init__(self, retry_after: int, description: str = "Too many requests come from this address.") -> None:
        super().__init__(description=description, status_code=429)
        self.retry_after = retry_after
