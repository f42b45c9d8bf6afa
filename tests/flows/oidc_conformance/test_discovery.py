"""The metadata as the Config and Dynamic plans read it (OpenID Connect Discovery section 3)."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.flows.oauth import ISSUER

pytestmark = [pytest.mark.django_db, pytest.mark.spec("OpenID Connect Discovery section 3")]
PRIVATE = {"d", "p", "q", "dp", "dq", "qi", "k"}


@pytest.fixture
def document(client: Client, settings: Any) -> dict[str, Any]:
    """The metadata of a server that registers clients."""
    settings.REGISTRATION = "token"
    response = client.get("/.well-known/openid-configuration")
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    return dict(response.json())


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("response_types_supported", {"code"}),
        ("response_modes_supported", {"query", "form_post"}),
        ("grant_types_supported", {"authorization_code", "refresh_token"}),
        ("subject_types_supported", {"public", "pairwise"}),
        ("id_token_signing_alg_values_supported", {"RS256"}),
        ("userinfo_signing_alg_values_supported", {"RS256"}),
        ("request_object_signing_alg_values_supported", {"RS256"}),
        ("token_endpoint_auth_methods_supported", {"client_secret_basic", "client_secret_post", "private_key_jwt"}),
        ("scopes_supported", {"openid", "profile", "email", "address", "phone", "offline_access"}),
        ("claims_supported", {"sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "name", "email"}),
        ("display_values_supported", {"page"}),
        ("prompt_values_supported", {"none", "login", "consent", "select_account", "create"}),
    ],
)
def test_the_metadata_lists_what_the_plans_use(document: dict[str, Any], name: str, values: set[str]) -> None:
    assert values <= set(document[name])
    assert len(document[name]) == len(set(document[name]))


def test_the_metadata_says_which_parameters_are_read(document: dict[str, Any]) -> None:
    for name in ("claims", "request", "request_uri"):
        assert document[f"{name}_parameter_supported"] is True
    assert document["require_request_uri_registration"] is True


@pytest.mark.parametrize("issuer", [ISSUER, "https://login.example.org"])
def test_every_address_is_one_of_the_issuer_and_https_where_that_is(client: Client, settings: Any, issuer: str) -> None:
    settings.ISSUER, settings.REGISTRATION = issuer, "token"
    document = client.get("/.well-known/openid-configuration").json()
    assert document["issuer"] == issuer
    names = [name for name in document if name.endswith(("_endpoint", "_uri"))]
    assert {"registration_endpoint", "userinfo_endpoint", "jwks_uri", "end_session_endpoint"} <= set(names)
    for name in names:
        assert document[name].startswith(f"{issuer}/")
        assert not urlsplit(document[name]).fragment


@pytest.mark.spec("OpenID Connect Core section 10.1")
def test_the_keys_are_public_ones_each_with_its_name(client: Client, document: dict[str, Any]) -> None:
    keys = client.get(urlsplit(document["jwks_uri"]).path).json()["keys"]
    assert len({key["kid"] for key in keys}) == len(keys)
    assert {"RSA", "EC"} <= {key["kty"] for key in keys}
    assert all(key["use"] == "sig" and PRIVATE.isdisjoint(key) for key in keys)
