"""Clients of every kind at the strict server, and a function that runs a flow as one of them."""

from collections.abc import Callable
from typing import Any, Final

import pytest

from tests.client_keys import ClientKey
from tests.flows.javascript_client.node import run
from tests.live.fixtures import strict
from tests.live.person import Person
from tests.live.registered import initial_access_token, register
from tests.live.server import LiveServer

__all__ = ["strict"]

CALLBACK: Final = "https://client.example.org/callback"
AFTERWARDS: Final = "https://client.example.org/signed-out"
NATIVE: Final = "http://127.0.0.1:53124/callback"
PERSONAL: Final = ["openid", "profile", "email", "account:read", "todo:read"]
EXCHANGE: Final = "urn:ietf:params:oauth:grant-type:token-exchange"
KEYS: Final = {"es": ClientKey("ES256"), "ps": ClientKey("PS256")}


def registrations(issuer: str) -> dict[str, dict[str, Any]]:
    """Return what the clients are registered as, by name; `metadata` is told to the client too."""
    signs = {"token_endpoint_auth_method": "private_key_jwt", "jwks": KEYS["es"].jwks}
    fapi = {"jwks": KEYS["ps"].jwks, "id_token_signed_response_alg": "PS256"}
    code = {"redirect_uris": [CALLBACK], "post_logout_redirect_uris": [AFTERWARDS], "scopes": PERSONAL}
    return {
        "web": {**code, "preset": "web"},
        "signer": {
            **code,
            "preset": "web",
            "metadata": {
                **signs,
                "id_token_signed_response_alg": "EdDSA",
                "userinfo_signed_response_alg": "ES256",
                "authorization_signed_response_alg": "ES256",
            },
        },
        "native": {**code, "preset": "native", "public": True, "redirect_uris": [NATIVE]},
        "fapi": {**code, "preset": "fapi2", "metadata": fapi},
        "messages": {
            **code,
            "preset": "fapi2",
            "metadata": {
                **fapi, "authorization_signed_response_alg": "PS256", "require_signed_request_object": True,
            },
        },
        "television": {"preset": "device", "public": True, "scopes": PERSONAL},
        "machine": {"preset": "machine", "scopes": ["reports:read"], "metadata": signs},
        "resource": {
            "preset": "machine",
            "grant_types": ["client_credentials", EXCHANGE],
            "scopes": ["account:read"],
            "introspects": [f"{issuer}/api"],
            "metadata": {**signs, "introspection_signed_response_alg": "PS256"},
        },
    }  # fmt: skip


@pytest.fixture(scope="session")
def clients(strict: LiveServer) -> dict[str, dict[str, Any]]:
    """The clients, by name: as the server told them, with the private key of those that have one."""
    wanted = registrations(strict.issuer)
    fields = [{"name": f"JavaScript {name}", **registration} for name, registration in wanted.items()]
    told = dict(zip(wanted, register(strict, *fields), strict=True))
    for name, client in told.items():
        metadata = dict(wanted[name].get("metadata", {}))
        jwks = metadata.pop("jwks", None)
        key = next((key for key in KEYS.values() if key.jwks == jwks), None)
        client["metadata"] = metadata
        client["jwk"] = {**key.private.as_dict(private=True), **key.jwk} if key else None
    return told


@pytest.fixture(scope="session")
def access_to_registration(strict: LiveServer) -> str:
    """An initial access token."""
    return initial_access_token(strict, uses=50)


@pytest.fixture
def flow(strict: LiveServer, clients: dict[str, dict[str, Any]]) -> Callable[..., Any]:
    """Return a function that runs a flow as one of the clients, with a person of the moment."""

    def run_flow(name: str, client: str | dict[str, Any], *, scope: str = "", **given: Any) -> Any:
        told = clients[client] if isinstance(client, str) else client
        with Person(strict) as newcomer:
            return run(name, {"issuer": strict.issuer, "client": told, "scope": scope, **given}, newcomer.sign_up())

    return run_flow
