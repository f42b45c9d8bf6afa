"""What a resource server that verifies by itself has: the published keys, and nothing else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from joserfc import jwt
from joserfc.jwk import KeySet

from tests.flows.oauth import RelyingParty

Verified = Callable[[str], jwt.Token]


@pytest.fixture
def verified(db: None) -> Verified:
    """Return a function that verifies a token with the published keys, as RFC 9068 section 4 says it."""

    def verify(token: str) -> jwt.Token:
        metadata = Client().get("/.well-known/oauth-authorization-server").json()
        keys = KeySet.import_key_set(Client().get("/.well-known/jwks.json").json())
        found = jwt.decode(token, keys, algorithms=["ES256", "EdDSA"])
        jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": metadata["issuer"]},
            aud={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        ).validate(found.claims)
        assert found.header["typ"] == "at+jwt"
        return found

    return verify


@pytest.fixture
def machine(register: Callable[..., RelyingParty]) -> RelyingParty:
    """A client that acts for itself."""
    return register(authorization_grant_type="client-credentials", redirect_uri="")


def token_of(machine: RelyingParty, **parameters: str) -> str:
    """Return a token that a machine gets for itself."""
    answer = machine.token(Client(), grant_type="client_credentials", scope="reports:read", **parameters)
    assert answer.status_code == 200, answer.content
    return str(answer.json()["access_token"])


def userinfo(token: str) -> Any:
    """Present a token where a person's claims are."""
    return Client().get("/o/userinfo/", headers={"authorization": f"Bearer {token}"})
