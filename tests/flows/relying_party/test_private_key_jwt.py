"""Authlib as a client that signs (RFC 7523 section 2.2): what libraries send unless they are told otherwise."""

import pytest
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT

from tests.client_keys import ClientKey
from tests.live.server import LiveServer
from tests.live.signer import SCOPE, register_signer

KEYS = [ClientKey(algorithm) for algorithm in ("ES256", "RS256", "PS256")]


@pytest.mark.spec("RFC 7523 section 2.2")
@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.algorithm)
def test_a_machine_that_signs_gets_a_token(live: LiveServer, key: ClientKey) -> None:
    client_id, endpoint = f"authlib-{key.algorithm}", f"{live.issuer}/o/token/"
    register_signer(live, client_id, key.jwks)
    with OAuth2Session(client_id, key.private, token_endpoint_auth_method="private_key_jwt", scope=SCOPE) as session:
        session.register_client_auth_method(PrivateKeyJWT(endpoint, alg=key.algorithm))
        tokens = session.fetch_token(endpoint, grant_type="client_credentials")
    assert tokens["scope"] == SCOPE
