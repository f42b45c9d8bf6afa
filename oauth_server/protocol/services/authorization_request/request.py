"""The authorization request as its steps fill it in (RFC 6749 section 4.1.1, OpenID Connect Core section 3.1.2.1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from oauthlib.oauth2.rfc6749.errors import OAuth2Error

from oauth_server.protocol.models import Application
from oauth_server.protocol.services.redirect_uris import WEB
from oauth_server.vocabulary import ResponseMode, Scope

Parameters = Mapping[str, Sequence[str]]
"""The parameters as they came: each name with every value that it was sent with."""

REPEATABLE: Final = frozenset({"resource"})
POSTED: Final = frozenset({ResponseMode.FORM_POST, ResponseMode.FORM_POST_JWT})
"""Modes in which the browser posts to the redirect URI."""
KNOWN: Final = frozenset(
    {
        "acr_values",
        "claims",
        "client_id",
        "code_challenge",
        "code_challenge_method",
        "display",
        "dpop_jkt",
        "id_token_hint",
        "login_hint",
        "max_age",
        "nonce",
        "prompt",
        "redirect_uri",
        "resource",
        "response_mode",
        "response_type",
        "scope",
        "state",
        "ui_locales",
    }
)
"""What counts, and is kept; everything else is ignored."""


@dataclass(frozen=True, slots=True)
class AcrWish:
    """The `acr` values that will do, the most wanted first; `essential`: nothing less will (section 5.5.1.1)."""

    values: tuple[str, ...] = ()
    essential: bool = False


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """A request whose client and redirect URI are right, so that errors may be redirected to it."""

    client: Application
    redirect_uri: str
    parameters: Mapping[str, str]
    resources: Sequence[str]
    scope: frozenset[str] = frozenset()
    audience: str = ""
    prompt: frozenset[str] = frozenset()
    max_age: int | None = None
    acr: AcrWish = AcrWish()
    claims: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """The `claims` parameter: `userinfo` and `id_token`, each a claim's name to what is asked of it."""
    subject: str | None = None
    """The `sub` that the answer must be about, by `id_token_hint` or the `claims` parameter."""
    jkt: str = ""
    """The key that the code is to be bound to (RFC 9449 section 10)."""
    stored: int = 0
    """Primary key of the stored request, once it was pushed or has been through sign-in or consent; 0 before."""
    opened: datetime | None = None
    """When anybody first came with the stored request; None for one that nobody has come with."""
    decisions: Mapping[str, str | None] = field(default_factory=dict)
    """`sid` to the scope decided in that sign-in; None where the person refused."""

    @property
    def state(self) -> str | None:
        """The client's opaque value, given back unchanged."""
        return self.parameters.get("state")

    @property
    def response_mode(self) -> ResponseMode:
        """How the answer travels; by query where the request asks for what is not offered, or for a form although no
        browser posts to the redirect URI."""
        asked = self.parameters.get("response_mode", "")
        offered = set(ResponseMode) if urlsplit(self.redirect_uri).scheme in WEB else set(ResponseMode) - POSTED
        return next((mode for mode in offered if mode == asked), ResponseMode.QUERY)

    @property
    def offline(self) -> bool:
        """Whether the grant is to outlive the sign-in."""
        return Scope.OFFLINE_ACCESS in self.scope


class RequestRefused(Exception):
    """A request that does not hold. `addressed`: where its error may be sent to; None where that is not known."""

    def __init__(self, cause: OAuth2Error, addressed: AuthorizationRequest | None = None) -> None:
        super().__init__(cause.error)
        self.cause = cause
        self.addressed = addressed
