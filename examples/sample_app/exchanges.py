"""Which exchange of which specification a request is: told by its address, and at the token endpoint by its grant."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

DEVICE: Final = "urn:ietf:params:oauth:grant-type:device_code"
ALL: Final = ("*",)
ENDPOINTS: Final = (
    "issuer",
    "authorization_endpoint",
    "token_endpoint",
    "pushed_authorization_request_endpoint",
    "device_authorization_endpoint",
    "registration_endpoint",
    "userinfo_endpoint",
    "end_session_endpoint",
    "jwks_uri",
    "code_challenge_methods_supported",
    "client_id_metadata_document_supported",
)


@dataclass(frozen=True, slots=True)
class Exchange:
    """`members`: those of the answer that a page tells, `*` for all; none for a body that is shown as it came."""

    title: str
    says: str
    section: str
    members: tuple[str, ...] = ()


ADDRESSES: Final = (
    (
        "/.well-known/openid-configuration",
        Exchange(
            "Discovery",
            "From the issuer's address alone the application learns every other one.",
            "OpenID Connect Discovery section 4",
            ENDPOINTS,
        ),
    ),
    (
        "/.well-known/oauth-authorization-server",
        Exchange(
            "Authorization server metadata",
            "Where to register, where to send the person, where to get tokens.",
            "RFC 8414 section 3",
            ENDPOINTS,
        ),
    ),
    (
        "/.well-known/oauth-protected-resource",
        Exchange(
            "Metadata of the resource",
            "The resource names the authorization server that it trusts.",
            "RFC 9728 section 3",
            ALL,
        ),
    ),
    (
        "/.well-known/jwks.json",
        Exchange("Public keys", "What the server's signatures are checked by.", "RFC 7517 section 5", ("keys",)),
    ),
    (
        "/o/par/",
        Exchange(
            "Pushed authorization request",
            "The whole request goes to the server directly, proven; the browser will carry a reference only.",
            "RFC 9126 section 2",
            ALL,
        ),
    ),
    (
        "/o/device-authorization/",
        Exchange(
            "Device authorization request",
            "The device asks for one code to show and one to keep.",
            "RFC 8628 section 3.1",
            ALL,
        ),
    ),
    (
        "/o/register/",
        Exchange("Registration", "The client introduces itself and gets an identifier.", "RFC 7591 section 3", ALL),
    ),
    (
        "/o/userinfo/",
        Exchange("Userinfo request", "Who has signed in.", "OpenID Connect Core section 5.3", ALL),
    ),
)
GRANTS: Final[Mapping[str, Exchange]] = {
    "authorization_code": Exchange(
        "Token request", "The code, good once and for a minute, becomes tokens.", "RFC 6749 section 4.1.3", ALL
    ),
    "refresh_token": Exchange(
        "Token request: refresh", "A fresh access token, without the person.", "RFC 6749 section 6", ALL
    ),
    "client_credentials": Exchange(
        "Token request: client credentials", "The client asks for itself: no person.", "RFC 6749 section 4.4.2", ALL
    ),
    DEVICE: Exchange("Token request: device code", "Has the person decided yet?", "RFC 8628 section 3.4", ALL),
}
REFUSALS: Final[Mapping[str, str]] = {
    "401": "Nothing is open without a token; the refusal says where to find out how to get one.",
    "authorization_pending": "Not yet: the device asks again after the interval.",
    "slow_down": "Too soon: from now on the device waits five seconds longer.",
    "use_dpop_nonce": "The server names a nonce of its own first; the same request follows with a proof that holds it.",
    "403": "The token is good, but this is not for whoever holds it; the answer says why.",
    "insufficient_scope": "The token is good, but not for this.",
}
"""What a refusal means, by its word, or by its status where it has none (RFC 6750 section 3.1)."""


def exchange_of(path: str, sent: Mapping[str, Any]) -> Exchange:
    """Return what a page calls this request."""
    if path == "/o/token/":
        return GRANTS[str(sent["grant_type"])]
    if path == "/mcp":
        called = dict(sent.get("params") or {}).get("name")
        name = f"{sent.get('method')}: {called}" if called else str(sent.get("method"))
        return Exchange(f"MCP {name}", "One JSON-RPC message, one answer.", "Model Context Protocol, Transports")
    known = (exchange for address, exchange in ADDRESSES if path.startswith(address))
    return next(known, Exchange("Call of the API", "The access token opens the API.", "RFC 6750 section 2.1"))
