"""Discovery tells the truth (RFC 8414, OpenID Connect Discovery, RFC 9728, RFC 7517)."""

from typing import Any

import pytest
from django.test import Client

from tests.flows.oauth import ISSUER

ADDRESSES = ("_endpoint", "_uri")
DOCUMENTS = ["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"]
pytestmark = [pytest.mark.spec("RFC 8414 section 2"), pytest.mark.django_db]


def test_both_documents_say_the_same(client: Client) -> None:
    first, second = (client.get(path).json() for path in DOCUMENTS)
    assert first == second


@pytest.mark.parametrize("host", ["localhost", "id.example.org"])
def test_the_issuer_is_the_configured_one_whatever_the_host_header_says(client: Client, host: str) -> None:
    document = client.get(DOCUMENTS[0], headers={"host": host}).json()
    assert document["issuer"] == ISSUER
    assert all(value.startswith(f"{ISSUER}/") for name, value in document.items() if name.endswith(ADDRESSES))


def test_every_listed_endpoint_answers(client: Client) -> None:
    document = client.get(DOCUMENTS[0]).json()
    endpoints = [value for name, value in document.items() if name.endswith(ADDRESSES)]
    assert len(endpoints) == len(set(endpoints)) >= 9
    for address in endpoints:
        assert client.get(address.removeprefix(ISSUER)).status_code in (200, 302, 400, 401, 405), address


def test_nothing_is_listed_that_is_not_offered(client: Client) -> None:
    document: dict[str, Any] = client.get(DOCUMENTS[0]).json()
    assert document["response_types_supported"] == ["code"]
    assert document["code_challenge_methods_supported"] == ["S256"]
    assert document["id_token_signing_alg_values_supported"] == ["RS256", "PS256", "ES256", "EdDSA"]
    assert sorted(document["grant_types_supported"]) == [
        "authorization_code",
        "client_credentials",
        "refresh_token",
        "urn:ietf:params:oauth:grant-type:device_code",
        "urn:ietf:params:oauth:grant-type:token-exchange",
    ]
    assert sorted(document["token_endpoint_auth_methods_supported"]) == [
        "client_secret_basic",
        "client_secret_post",
        "none",
        "private_key_jwt",
    ]
    assert "none" not in document["introspection_endpoint_auth_methods_supported"]
    assert document["response_modes_supported"] == ["query", "form_post", "jwt", "query.jwt", "form_post.jwt"]
    assert "none" not in document["request_object_signing_alg_values_supported"]
    assert document["require_request_uri_registration"] is True
    assert document["acr_values_supported"] == ["1", "2"]
    assert document["authorization_response_iss_parameter_supported"] is True


@pytest.mark.spec("RFC 7517 section 5")
def test_the_key_set_holds_public_keys_only(client: Client) -> None:
    keys = client.get("/.well-known/jwks.json").json()["keys"]
    assert {key["alg"] for key in keys} == set(client.get(DOCUMENTS[0]).json()["id_token_signing_alg_values_supported"])
    assert not {"d", "p", "q", "dp", "dq", "qi", "k"} & {member for key in keys for member in key}


@pytest.mark.parametrize("path", [*DOCUMENTS, "/.well-known/jwks.json"])
def test_metadata_is_cacheable_and_costs_no_statement(
    client: Client, path: str, django_assert_num_queries: Any
) -> None:
    client.get("/.well-known/jwks.json")
    with django_assert_num_queries(0):
        response = client.get(path)
    assert "max-age=" in response["Cache-Control"]
    assert client.get(path, headers={"if-none-match": response["ETag"]}).status_code == 304


@pytest.mark.spec("RFC 9110 section 9.3.2")
@pytest.mark.parametrize("path", [*DOCUMENTS, "/.well-known/jwks.json"])
def test_head_says_what_get_would_say_without_the_document(client: Client, path: str) -> None:
    whole, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("Content-Type", "ETag", "Cache-Control"):
        assert head[name] == whole[name]
    assert client.head(path, headers={"if-none-match": head["ETag"]}).status_code == 304


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", DOCUMENTS)
def test_metadata_is_only_read(db: None, path: str, method: str) -> None:
    assert getattr(Client(enforce_csrf_checks=True), method)(path).status_code == 405


def test_a_copy_is_no_longer_good_once_the_document_says_something_else(client: Client, settings: Any) -> None:
    settings.REGISTRATION = "off"
    etag = client.get(DOCUMENTS[0])["ETag"]
    settings.REGISTRATION = "open"
    assert client.get(DOCUMENTS[0], headers={"if-none-match": etag}).status_code == 200


@pytest.mark.spec("OpenID Connect Discovery section 3")
def test_it_says_what_every_openid_provider_must(client: Client) -> None:
    document = client.get("/.well-known/openid-configuration").json()
    required = {
        *("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"),
        *("response_types_supported", "subject_types_supported", "id_token_signing_alg_values_supported"),
    }
    assert required <= document.keys()
    assert "RS256" in document["id_token_signing_alg_values_supported"]
    assert "openid" in document["scopes_supported"]
    assert {"iss", "sub", "aud", "exp", "iat", "auth_time", "nonce"} <= set(document["claims_supported"])
    assert all(value not in ("", [], None) for value in document.values())
    flags = [name for name, value in document.items() if isinstance(value, bool)]
    assert {"request_parameter_supported", "request_uri_parameter_supported", "claims_parameter_supported"} <= {*flags}


@pytest.mark.spec("OpenID Connect Discovery section 4.2")
def test_an_issuer_by_https_has_no_address_without_it(client: Client, settings: Any) -> None:
    settings.ISSUER, settings.REGISTRATION = "https://id.example.org", "open"
    document = client.get("/.well-known/openid-configuration").json()
    addresses = [value for value in document.values() if isinstance(value, str) and "://" in value]
    assert len(addresses) >= 12
    assert all(address.startswith("https://id.example.org") for address in addresses)


def test_the_change_password_address_leads_to_the_page(client: Client) -> None:
    assert client.get("/.well-known/change-password")["Location"] == "/accounts/password/change/"
