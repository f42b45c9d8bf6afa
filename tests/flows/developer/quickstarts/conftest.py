"""A developer at the strict server, with an application of every kind and of what a kind may be besides."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from tests.client_keys import ClientKey
from tests.live.fixtures import strict
from tests.live.person import Person
from tests.live.registered import register
from tests.live.server import LiveServer

__all__ = ["strict"]

CALLBACK: Final = "https://client.example.org/it's-$(id)/callback"
PERSONAL: Final = ["openid", "profile", "offline_access", "account:read", "todo:read"]
KEYS: Final = {"ES256": ClientKey("ES256"), "PS256": ClientKey("PS256"), "EdDSA": ClientKey("EdDSA")}
BOUND: Final = {"dpop_bound_access_tokens": True}


def _signs(algorithm: str) -> dict[str, Any]:
    return {"token_endpoint_auth_method": "private_key_jwt", "jwks": KEYS[algorithm].jwks}


CODE: Final[dict[str, Any]] = {"redirect_uris": [CALLBACK], "scopes": PERSONAL}
LOOPBACK: Final = {**CODE, "redirect_uris": ["http://127.0.0.1/callback"], "public": True}
REPORTS: Final[dict[str, Any]] = {"preset": "machine", "scopes": ["reports:read"]}
KINDS: Final[dict[str, dict[str, Any]]] = {
    "web": {**CODE, "preset": "web"},
    "single page": {**CODE, "preset": "single_page", "public": True},
    "native": {**LOOPBACK, "preset": "native"},
    "machine": REPORTS,
    "device": {"preset": "device", "public": True, "scopes": PERSONAL},
    "agent": {**LOOPBACK, "preset": "agent", "scopes": ["openid", "todo:read", "reports:read"]},
    "FAPI": {**CODE, "preset": "fapi2", "metadata": {"jwks": KEYS["ES256"].jwks}},
}
BESIDES: Final[dict[str, dict[str, Any]]] = {
    "web, secret in the form": {
        **CODE, "preset": "web", "metadata": {"token_endpoint_auth_method": "client_secret_post"},
    },
    "web, key": {**CODE, "preset": "web", "metadata": _signs("PS256")},
    "web, bound": {**CODE, "preset": "web", "metadata": BOUND},
    "web, pushes": {**CODE, "preset": "web", "metadata": {"require_pushed_authorization_requests": True}},
    "web, of no kind": {**CODE, "grant_types": ["authorization_code"]},
    "native by a scheme": {**CODE, "preset": "native", "public": True, "redirect_uris": ["org.example.app:/callback"]},
    "native, bound": {**LOOPBACK, "preset": "native", "metadata": BOUND},
    "machine, of nothing": {"preset": "machine", "scopes": ["account:read", "todo:read"]},
    "machine, key": {**REPORTS, "metadata": _signs("EdDSA")},
    "machine, bound": {**REPORTS, "metadata": BOUND},
    "device, secret, bound": {"preset": "device", "scopes": ["openid"], "metadata": {
        **BOUND, "token_endpoint_auth_method": "client_secret_basic"},
    },
    "web, signs its requests": {
        **CODE, "preset": "web",
        "metadata": {"jwks": KEYS["PS256"].jwks, "require_signed_request_object": True},
    },
    "web, key, signs and pushes its requests": {
        **CODE, "preset": "web",
        "metadata": {
            **_signs("EdDSA"), "require_signed_request_object": True, "require_pushed_authorization_requests": True,
        },
    },
    "FAPI, signs its requests": {
        **CODE, "preset": "fapi2",
        "metadata": {"jwks": KEYS["ES256"].jwks, "require_signed_request_object": True},
    },
    "FAPI, other key": {**CODE, "preset": "fapi2", "metadata": {"jwks": KEYS["PS256"].jwks}},
}  # fmt: skip


@pytest.fixture(scope="session")
def developer(strict: LiveServer) -> Iterator[Person]:
    """Somebody who is signed in, and who registered the applications."""
    with Person(strict) as somebody:
        yield somebody.sign_up().sign_in()


@pytest.fixture(scope="session")
def applications(strict: LiveServer, developer: Person) -> dict[str, dict[str, Any]]:
    """The developer's applications by name, as they were told when they were registered."""
    wanted = KINDS | BESIDES
    fields = [{"name": name, "owner": developer.username, **registration} for name, registration in wanted.items()]
    return dict(zip(wanted, register(strict, *fields), strict=True))


@pytest.fixture
def key_files(tmp_path: Path) -> dict[str, str]:
    """The private keys of the applications that sign, by application: the path of a PEM file."""
    files = {}
    for name, fields in (KINDS | BESIDES).items():
        jwks = fields.get("metadata", {}).get("jwks")
        key = next((key for key in KEYS.values() if key.jwks == jwks), None)
        if key:
            file = tmp_path / f"{key.algorithm}.pem"
            file.write_bytes(key.private.as_pem(private=True))
            files[name] = str(file)
    return files
