"""Authlib over https: pushed and signed, bound, on a device, by exchange, registered by itself."""

from typing import Any, Final
from urllib.parse import urlencode

import pytest
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session

from tests.client_keys import ClientKey
from tests.live.deciding import let_in
from tests.live.person import Person, parameters_of
from tests.live.registered import initial_access_token, register
from tests.live.relying_party import RelyingParty
from tests.live.server import LiveServer
from tests.proofs import Prover

CALLBACK: Final = "https://client.example.org/authlib"
DEVICE_CODE: Final = "urn:ietf:params:oauth:grant-type:device_code"
EXCHANGE: Final = "urn:ietf:params:oauth:grant-type:token-exchange"
ACCESS_TOKEN: Final = "urn:ietf:params:oauth:token-type:access_token"
SCOPE: Final = "openid account:read"
KEY: Final = ClientKey("PS256")


@pytest.fixture(scope="module")
def registered(strict: LiveServer) -> dict[str, dict[str, Any]]:
    """A FAPI client and a resource server, by name."""
    signs = {"token_endpoint_auth_method": "private_key_jwt", "jwks": KEY.jwks}
    fapi = {"name": "fapi", "preset": "fapi2", "redirect_uris": [CALLBACK], "scopes": SCOPE.split(), "metadata": signs}
    resource = {
        "name": "resource",
        "preset": "machine",
        "grant_types": [EXCHANGE],
        "scopes": ["account:read"],
        "introspects": [f"{strict.issuer}/api"],
        "metadata": signs,
    }
    return {client["name"]: client for client in register(strict, fapi, resource)}


@pytest.fixture
def somebody(strict: LiveServer) -> Any:
    """A person at the strict server."""
    with Person(strict) as person:
        yield person.sign_up()


def whoami(party: RelyingParty, token: dict[str, Any], **headers: str) -> Any:
    with OAuth2Session() as session:
        session.verify, session.trust_env = party.server.verify, False
        headers = headers or {"authorization": f"Bearer {token['access_token']}"}
        return session.get(f"{party.server.issuer}/api/whoami/", headers=headers, withhold_token=True)


def push(party: RelyingParty, person: Person, **headers: str) -> tuple[str, Any]:
    """Push a request and have it answered; return the answer, and what it is held to."""
    sign_in = party.request(SCOPE)
    pushed = party.post("pushed_authorization_request_endpoint", parameters_of(sign_in.url), **headers)
    assert pushed.status_code == 201, pushed.text
    query = urlencode({"client_id": party.client_id, "request_uri": pushed.json()["request_uri"]})
    return person.authorize(f"{party.metadata['authorization_endpoint']}?{query}"), sign_in


@pytest.mark.spec("RFC 9126 section 2.1")
def test_a_client_pushes_its_request(strict: LiveServer, somebody: Person) -> None:
    web = RelyingParty(strict, "Sample application")
    tokens = web.exchange(*push(web, somebody))
    assert whoami(web, tokens).status_code == 200


@pytest.mark.spec("RFC 9449 section 5")
def test_a_public_client_binds_its_tokens(strict: LiveServer, somebody: Person) -> None:
    native = RelyingParty(strict, "Native application", redirect_uri="http://127.0.0.1:53124/callback")
    prover, stranger = Prover(issuer=strict.issuer), Prover(issuer=strict.issuer)
    sign_in = native.request(SCOPE, dpop_jkt=prover.jkt)
    told = parameters_of(somebody.authorize(sign_in.url))
    code = {"code": told["code"], "code_verifier": sign_in.verifier}
    proof = {"DPoP": prover.proof("POST", "/o/token/")}
    tokens = native.fetch("authorization_code", proof, **code)
    assert tokens["token_type"] == "DPoP"
    bound = prover.presenting(tokens["access_token"], "GET", "/api/whoami/")
    assert whoami(native, tokens, **bound).status_code == 200
    assert whoami(native, tokens).status_code == 401
    theft = {"DPoP": stranger.proof("POST", "/o/token/")}
    with pytest.raises(OAuthError, match="invalid_grant"):
        native.fetch("refresh_token", theft, refresh_token=tokens["refresh_token"])
    again = {"DPoP": prover.proof("POST", "/o/token/")}
    assert native.fetch("refresh_token", again, refresh_token=tokens["refresh_token"])["token_type"] == "DPoP"


@pytest.mark.spec("FAPI 2.0 Security Profile section 5.3.2.1")
def test_a_client_that_signs_takes_up_the_servers_nonces(
    strict: LiveServer, somebody: Person, registered: dict[str, Any]
) -> None:
    fapi = RelyingParty(strict, registered["fapi"], key=KEY)
    prover = Prover(issuer=strict.issuer)
    form = {"grant_type": "authorization_code", "code": "none"}
    first = fapi.post("token_endpoint", form, DPoP=prover.proof("POST", "/o/token/"))
    assert first.json()["error"] == "use_dpop_nonce"
    prover.nonce = first.headers["DPoP-Nonce"]
    answer, sign_in = push(fapi, somebody, DPoP=prover.proof("POST", "/o/par/"))
    proof = {"DPoP": prover.proof("POST", "/o/token/")}
    code = {"code": parameters_of(answer)["code"], "code_verifier": sign_in.verifier, "redirect_uri": CALLBACK}
    tokens = fapi.fetch("authorization_code", proof, **code)
    assert whoami(fapi, tokens, **prover.presenting(tokens["access_token"], "GET", "/api/whoami/")).status_code == 200
    again = {"DPoP": prover.proof("POST", "/o/token/")}
    kept = fapi.fetch("refresh_token", again, refresh_token=tokens["refresh_token"])
    assert kept.get("refresh_token", tokens["refresh_token"]) == tokens["refresh_token"]


@pytest.mark.spec("RFC 8628 section 3.4")
def test_a_device_gets_what_its_person_allows(strict: LiveServer, somebody: Person) -> None:
    television = RelyingParty(strict, "Television")
    shown = television.post("device_authorization_endpoint", {"scope": SCOPE}).json()
    let_in(somebody, shown["verification_uri_complete"], shown["user_code"])
    tokens = television.fetch(DEVICE_CODE, device_code=shown["device_code"])
    assert whoami(television, tokens).json()["username"] == somebody.username
    assert television.id_token(tokens)["sub"]


@pytest.mark.spec("RFC 8693 section 2.1")
def test_a_resource_server_exchanges_what_it_was_sent(
    strict: LiveServer, somebody: Person, registered: dict[str, Any]
) -> None:
    sent = RelyingParty(strict, "Sample application").tokens(somebody)
    resource = RelyingParty(strict, registered["resource"], key=KEY)
    subject = {"subject_token": sent["access_token"], "subject_token_type": ACCESS_TOKEN}
    tokens = resource.fetch(EXCHANGE, resource=f"{strict.issuer}/api", **subject)
    answer = whoami(resource, tokens).json()
    assert (answer["username"], answer["client"]["name"]) == (somebody.username, "resource")


@pytest.mark.spec("RFC 7591 section 3.1")
def test_a_client_registers_itself_signs_somebody_in_and_ends(strict: LiveServer, somebody: Person) -> None:
    metadata = RelyingParty(strict, "Sample application").metadata
    wanted = {"client_name": "By itself", "redirect_uris": [CALLBACK], "scope": SCOPE}
    with OAuth2Session() as session:
        session.verify, session.trust_env = strict.verify, False
        asked = {"json": wanted, "headers": bearer(initial_access_token(strict, uses=1)), "withhold_token": True}
        answer = session.post(metadata["registration_endpoint"], **asked)
        assert answer.status_code == 201, answer.text
        client = answer.json()
        party = RelyingParty(strict, client)
        assert whoami(party, party.tokens(somebody, SCOPE)).status_code == 200
        own = {"headers": bearer(client["registration_access_token"]), "withhold_token": True}
        assert session.get(client["registration_client_uri"], **own).json()["client_name"] == "By itself"
        assert session.delete(client["registration_client_uri"], **own).status_code == 204
    with pytest.raises(OAuthError, match="invalid_client"):
        party.fetch("refresh_token", refresh_token="any")


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}
