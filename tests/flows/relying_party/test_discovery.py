"""A relying party finds everything from the issuer alone (OpenID Connect Discovery 1.0, RFC 8414, RFC 9728)."""

import pytest
from joserfc.jwk import KeySet, RSAKey

from tests.live.relying_party import RelyingParty


@pytest.mark.spec("OpenID Connect Discovery 1.0 section 4.3")
def test_the_issuer_of_the_metadata_is_the_address_it_was_read_from(web: RelyingParty) -> None:
    assert web.metadata["issuer"] == web.server.issuer


@pytest.mark.spec("RFC 8414 section 3")
def test_both_documents_say_the_same(web: RelyingParty) -> None:
    other = web.get(f"{web.server.issuer}/.well-known/oauth-authorization-server").json()
    assert other == web.metadata


@pytest.mark.spec("RFC 8414 section 3.3")
def test_the_issuer_does_not_follow_the_host_header(web: RelyingParty) -> None:
    answer = web.get(f"http://127.0.0.1:{web.server.port}/.well-known/openid-configuration").json()
    assert answer == web.metadata


@pytest.mark.spec("RFC 7517 section 5")
def test_the_published_keys_are_public_ones(web: RelyingParty) -> None:
    published = web.get(web.metadata["jwks_uri"]).json()
    assert all(not {"d", "p", "q", "k"} & set(key) for key in published["keys"])
    assert {key["alg"] for key in published["keys"]} == set(web.metadata["id_token_signing_alg_values_supported"])
    keys = KeySet.import_key_set(published).keys
    assert sorted(key.key_type for key in keys) == ["EC", "OKP", "RSA", "RSA"]
    assert all(key.public_key.key_size >= 2048 for key in keys if isinstance(key, RSAKey))


@pytest.mark.spec("RFC 9728 section 3")
def test_the_api_names_its_metadata_and_the_metadata_names_the_issuer(web: RelyingParty) -> None:
    challenge = web.get(f"{web.server.issuer}/api/").headers["WWW-Authenticate"]
    address = f"{web.server.issuer}/.well-known/oauth-protected-resource/api"
    assert f'resource_metadata="{address}"' in challenge
    document = web.get(address).json()
    assert document["resource"] == f"{web.server.issuer}/api"
    assert document["authorization_servers"] == [web.server.issuer]
