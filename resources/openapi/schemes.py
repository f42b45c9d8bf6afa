"""Security schemes (OpenAPI 3.1 section 4.8.27): how each kind of credential travels."""

from typing import Any, Final

from django.conf import settings

from accounts.tokens.cookies import ACCESS
from oauth_server.vocabulary import SCOPES, CredentialKind
from resources.openapi.credentials import ACCESS_COOKIE, CSRF

CSRF_HEADER: Final = "X-CSRFToken"
"""As Django's documentation spells its default CSRF_HEADER_NAME, which does not tell the case."""


def schemes() -> dict[str, dict[str, Any]]:
    """Return the schemes by the kind of credential; Basic only where it is on."""
    basic: dict[str, dict[str, Any]] = {CredentialKind.BASIC: _http("basic", "User name and password, for tests.")}
    named = {
        CredentialKind.SESSION: _key("cookie", settings.SESSION_COOKIE_NAME, "The session of a browser."),
        ACCESS_COOKIE: _key(
            "cookie", ACCESS, "The access token of POST /api/login/; counts where there is no session."
        ),
        CSRF: _key(
            "header", CSRF_HEADER, "The value of the cookie csrftoken, which a cookie needs for unsafe methods."
        ),
        CredentialKind.JWT: {**_http("bearer", "An access or sliding token of our own apps."), "bearerFormat": "JWT"},
        CredentialKind.DRF_TOKEN: _key(
            "header", "Authorization", "The word Token, and the 40 characters of POST /api/token/."
        ),
        CredentialKind.API_KEY: _key("header", settings.API_KEY_HEADER, "A personal key, within its scopes."),
        CredentialKind.SERVICE_KEY: _key(
            "header", settings.API_KEY_HEADER, "A service's key: no person stands behind it."
        ),
        CredentialKind.OAUTH2: _oauth2(
            "authorizationCode",
            "An application that acts for a person: code and PKCE (S256); Bearer, or DPoP with a proof.",
        ),
        CredentialKind.OAUTH2_MACHINE: _oauth2("clientCredentials", "An application that acts for itself."),
        **(basic if settings.BASIC_AUTHENTICATION else {}),
    }
    return {str(name): scheme for name, scheme in named.items()}


def _key(place: str, name: str, description: str) -> dict[str, Any]:
    return {"type": "apiKey", "in": place, "name": name, "description": description}


def _http(scheme: str, description: str) -> dict[str, Any]:
    return {"type": "http", "scheme": scheme, "description": description}


def _oauth2(flow: str, description: str) -> dict[str, Any]:
    """The addresses are the contract's: the authorization server need not run in this process."""
    machine = flow == "clientCredentials"
    token = settings.ISSUER + "/o/token/"
    addresses = {} if machine else {"authorizationUrl": settings.ISSUER + "/o/authorize/"}
    scopes = {str(scope): facts.text for scope, facts in SCOPES.items() if facts.resource or not machine}
    flows = {flow: {**addresses, "tokenUrl": token, "refreshUrl": token, "scopes": scopes}}
    if machine:
        del flows[flow]["refreshUrl"]
    return {"type": "oauth2", "flows": flows, "description": description}
