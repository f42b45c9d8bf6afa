"""What a quickstart has to know of an application: its flow, how it proves itself, what it asks for and calls."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from oauth_server.protocol.models import Application
from oauth_server.protocol.models.application import SECRET_METHODS
from oauth_server.protocol.protected_resources import BUILT_IN
from oauth_server.protocol.scopes import wire
from oauth_server.vocabulary import (
    SCOPES,
    ClientAuthMethod,
    ClientPreset,
    GrantType,
    Scope,
    SigningAlgorithm,
    TokenType,
)

FLOWS: Final = {
    GrantType.AUTHORIZATION_CODE: "code",
    GrantType.DEVICE_CODE: "device",
    GrantType.CLIENT_CREDENTIALS: "machine",
}
"""The flow that a client begins with, by the first of these grants that it is registered for."""
CALLS: Final[Mapping[Scope, str]] = {
    Scope.ACCOUNT_READ: "/api/whoami/",
    Scope.TODO_READ: "/api/v1/todo/",
    Scope.OPENID: "/o/userinfo/",
    Scope.REPORTS_READ: "/api/v1/reports/",
}
"""What is called with the token: the first that the scope allows, else `ANYBODYS`."""
ANYBODYS: Final = "/api/status/"
PERSONAL: Final = frozenset({Scope.ACCOUNT_READ, Scope.TODO_READ, Scope.OPENID})
"""What nobody but a person has: a machine is let in by none of them."""
ALGORITHMS: Final = {
    "EC": SigningAlgorithm.ES256,
    "RSA": SigningAlgorithm.PS256,
    "OKP": SigningAlgorithm.EDDSA,
}
"""How a key signs that says it of its type (`kty`) alone."""
LOOPBACK: Final = "http://127.0.0.1"


@dataclass(frozen=True, slots=True)
class Facts:
    """`flow`: a word of FLOWS, empty for a client without one; `loopback_path`: where a listener of 127.0.0.1 is come
    back to, empty for other clients; `algorithm`, `kid`: of the client's own key; `call`: what its token is shown to.
    """

    application: Application
    flow: str
    kind: str
    scope: str
    redirect_uri: str
    loopback_path: str
    algorithm: SigningAlgorithm
    kid: str
    resource: str
    call: str

    @property
    def method(self) -> str:
        """How the client proves itself at the token endpoint."""
        return str(self.application.token_endpoint_auth_method)

    @property
    def signs(self) -> bool:
        """Whether the client proves itself by a key of its own."""
        return self.method == ClientAuthMethod.PRIVATE_KEY_JWT

    @property
    def signs_request(self) -> bool:
        """Whether the client's authorization requests must be signed by its key."""
        return self.flow == FLOWS[GrantType.AUTHORIZATION_CODE] and bool(self.application.require_signed_request_object)

    @property
    def has_key(self) -> bool:
        """Whether the client signs anything by a key of its own."""
        return self.signs or self.signs_request

    @property
    def has_secret(self) -> bool:
        """Whether the client proves itself by a secret."""
        return self.method in SECRET_METHODS

    @property
    def is_agent(self) -> bool:
        """Whether the client calls tools."""
        return self.kind == ClientPreset.AGENT

    @property
    def is_openid(self) -> bool:
        """Whether the client learns who the person is."""
        return self.flow == FLOWS[GrantType.AUTHORIZATION_CODE] and Scope.OPENID in self.scope.split()

    @property
    def is_bound(self) -> bool:
        """Whether the tokens of the client are bound to a key."""
        return bool(self.application.dpop_bound_access_tokens)

    @property
    def scheme(self) -> str:
        """How the client presents its access tokens."""
        return str(TokenType.DPOP if self.is_bound else TokenType.BEARER)

    @property
    def request(self) -> str:
        """The parameters of the authorization request that are the same each time, but for `client_id`."""
        fixed = {
            "response_type": "code",
            "redirect_uri": self.redirect_uri,
            "scope": self.scope,
            "code_challenge_method": "S256",
        }
        return urlencode(fixed | ({"resource": self.resource} if self.resource else {}))


def facts_of(application: Application) -> Facts:
    """Return what a quickstart for this application says. No statement."""
    grants = application.grant_types.split()
    flow = next((flow for grant, flow in FLOWS.items() if grant in grants), "")
    uris = application.redirect_uris.split()
    loopback = next((uri for uri in uris if uri.startswith(LOOPBACK) and urlsplit(uri).hostname == "127.0.0.1"), "")
    native = application.preset in ("", ClientPreset.NATIVE, ClientPreset.AGENT) and bool(loopback)
    resource = str(settings.MCP_RESOURCE) if application.preset == ClientPreset.AGENT else ""
    scope = _scope(application, flow, resource)
    algorithm, kid = _key(application)
    return Facts(
        application=application,
        flow=flow,
        kind=application.preset,
        scope=wire(scope),
        redirect_uri=loopback if native else next(iter(uris), ""),
        loopback_path=_path(loopback) if native else "",
        algorithm=algorithm,
        kid=kid,
        resource=resource,
        call=resource
        or settings.ISSUER + _called(scope - PERSONAL if flow == FLOWS[GrantType.CLIENT_CREDENTIALS] else scope),
    )


def _called(scope: frozenset[str]) -> str:
    return next((path for name, path in CALLS.items() if name in scope), ANYBODYS)


def _path(uri: str) -> str:
    parts = urlsplit(uri)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _scope(application: Application, flow: str, resource: str) -> frozenset[str]:
    """Return what the client may ask for at once: of one resource, and nothing that only administrators have."""
    may = application.allowed_scopes
    target = BUILT_IN[resource or settings.API_RESOURCE]
    machine = flow == FLOWS[GrantType.CLIENT_CREDENTIALS]
    return frozenset(
        scope
        for scope, facts in SCOPES.items()
        if scope in may and not facts.staff and (scope in target.scopes if facts.resource else not machine)
    )


def _key(application: Application) -> tuple[SigningAlgorithm, str]:
    """Return the algorithm and the identifier of the client's first key, as far as they are known here."""
    keys: list[Mapping[str, Any]] = list((application.jwks or {}).get("keys", [])) or [{}]
    chosen = application.token_endpoint_auth_signing_alg or application.request_object_signing_alg
    named = chosen or keys[0].get("alg") or ALGORITHMS.get(keys[0].get("kty", ""))
    known = named in set(SigningAlgorithm)
    return SigningAlgorithm(str(named)) if known else SigningAlgorithm.ES256, str(keys[0].get("kid", ""))
