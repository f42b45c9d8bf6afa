"""The authorization request, step by step (RFC 6749 section 4.1.1, OpenID Connect Core section 3.1.2, RFC 7636)."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from django.http import QueryDict
from oauthlib.oauth2.rfc6749 import errors

from oauth_server.protocol.models import Application
from oauth_server.protocol.protected_resources import audience_for
from oauth_server.protocol.scopes import granted_scope
from oauth_server.protocol.services import redirect_uris
from oauth_server.vocabulary import GrantType, OAuthError, Prompt, Scope

RESPONSE_TYPES: Final = ("code",)
RESPONSE_MODES: Final = ("query",)
CODE_CHALLENGE_METHODS: Final = ("S256",)
REPEATABLE: Final = frozenset({"resource"})
LONGEST_PARAMETER: Final = 2048
LONGEST_NONCE: Final = 255
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}\Z")


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
    stored: int = 0
    """Primary key of the stored request, once it has been through sign-in or consent; 0 before."""
    stored_at: datetime | None = None
    decisions: Mapping[str, str | None] = field(default_factory=dict)
    """`sid` to the scope decided in that sign-in; None where the person refused."""

    @property
    def state(self) -> str | None:
        """The client's opaque value, given back unchanged."""
        return self.parameters.get("state")

    @property
    def offline(self) -> bool:
        """Whether the grant is to outlive the sign-in."""
        return Scope.OFFLINE_ACCESS in self.scope


def addressed(form: QueryDict) -> AuthorizationRequest:
    """Return the request with its client and redirect URI.

    Raises errors.FatalClientError where there is nobody to redirect to (RFC 6749 section 4.1.2.1).
    """
    for name, values in form.lists():
        if any("\x00" in value or len(value) > LONGEST_PARAMETER for value in (name, *values)):
            raise errors.InvalidRequestFatalError(description="A parameter is malformed or too long.")
    for name in ("client_id", "redirect_uri"):
        if len(form.getlist(name)) > 1:
            raise errors.InvalidRequestFatalError(description=f"{name} was sent more than once.")
    if not form.get("client_id"):
        raise errors.MissingClientIdError
    client = Application.objects.filter(client_id=form["client_id"], enabled=True).first()
    if client is None:
        raise errors.InvalidClientIdError
    registered = client.redirect_uris.split()
    redirect_uri = form.get("redirect_uri", "")
    if not redirect_uri:
        if len(registered) != 1 or Scope.OPENID in form.get("scope", "").split():
            raise errors.MissingRedirectURIError
        redirect_uri = registered[0]
    elif not redirect_uris.is_registered(redirect_uri, registered):
        raise errors.MismatchingRedirectURIError
    return AuthorizationRequest(
        client=client,
        redirect_uri=redirect_uri,
        parameters={name: values[-1] for name, values in form.lists() if name not in REPEATABLE},
        resources=tuple(form.getlist("resource")),
    )


def validated(request: AuthorizationRequest, form: QueryDict) -> AuthorizationRequest:
    """Return the request with its scope, audience, prompt and max_age; raise OAuth2Error to be redirected."""
    for name, values in form.lists():
        if len(values) > 1 and name not in REPEATABLE:
            raise errors.InvalidRequestError(description=f"{_shown(name)} was sent more than once.")
    for step in STEPS:
        request = step(request)
    return request


def _request_object(request: AuthorizationRequest) -> AuthorizationRequest:
    if "request" in request.parameters:
        raise errors.CustomOAuth2Error(OAuthError.REQUEST_NOT_SUPPORTED)
    if "request_uri" in request.parameters:
        raise errors.CustomOAuth2Error(OAuthError.REQUEST_URI_NOT_SUPPORTED)
    return request


def _response_type(request: AuthorizationRequest) -> AuthorizationRequest:
    response_type = request.parameters.get("response_type")
    if not response_type:
        raise errors.MissingResponseTypeError
    if response_type not in RESPONSE_TYPES:
        raise errors.UnsupportedResponseTypeError
    if request.parameters.get("response_mode", RESPONSE_MODES[0]) not in RESPONSE_MODES:
        raise errors.InvalidRequestError(description="This response_mode is not offered.")
    if not request.client.allows_grant_type(GrantType.AUTHORIZATION_CODE):
        raise errors.UnauthorizedClientError
    return request


def _code_challenge(request: AuthorizationRequest) -> AuthorizationRequest:
    challenge = request.parameters.get("code_challenge")
    method = request.parameters.get("code_challenge_method")
    if challenge is None:
        exempt = request.client.pkce_exempt and Scope.OPENID in request.parameters.get("scope", "").split()
        if not exempt or method is not None:
            raise errors.MissingCodeChallengeError
    elif method not in CODE_CHALLENGE_METHODS:
        raise errors.UnsupportedCodeChallengeMethodError(description="code_challenge_method must be S256.")
    elif not _CHALLENGE.match(challenge):
        raise errors.InvalidRequestError(description="code_challenge is not a base64url SHA-256 digest.")
    return request


def _scope(request: AuthorizationRequest) -> AuthorizationRequest:
    scope = granted_scope(request.parameters.get("scope"), frozenset(request.client.scopes.split()))
    return replace(request, scope=scope, audience=audience_for(request.resources, scope))


def _prompt(request: AuthorizationRequest) -> AuthorizationRequest:
    prompt = frozenset(request.parameters.get("prompt", "").split())
    if prompt - set(Prompt):
        raise errors.InvalidRequestError(description="This prompt is not offered.")
    if Prompt.NONE in prompt and len(prompt) > 1:
        raise errors.InvalidRequestError(description="prompt=none stands alone.")
    return replace(request, prompt=prompt)


def _nonce(request: AuthorizationRequest) -> AuthorizationRequest:
    if len(request.parameters.get("nonce", "")) > LONGEST_NONCE:
        raise errors.InvalidRequestError(description=f"nonce has at most {LONGEST_NONCE} characters.")
    return request


def _max_age(request: AuthorizationRequest) -> AuthorizationRequest:
    value = request.parameters.get("max_age")
    if value is None:
        return request
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise errors.InvalidRequestError(description="max_age is a number of seconds.")
    return replace(request, max_age=int(value))


def _shown(name: str) -> str:
    return name if re.fullmatch(r"\w{1,40}", name, re.ASCII) else "A parameter"


STEPS: Final[tuple[Callable[[AuthorizationRequest], AuthorizationRequest], ...]] = (
    _request_object,
    _response_type,
    _code_challenge,
    _scope,
    _nonce,
    _prompt,
    _max_age,
)
