"""openid-client on Node against a live https server: strict, found by discovery, every signature verified."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.flows.javascript_client.conftest import CALLBACK, NATIVE
from tests.live.person import Person
from tests.live.relying_party import RelyingParty
from tests.live.server import LiveServer

pytestmark = pytest.mark.node
SCOPE = "openid profile email account:read"


@pytest.fixture
def token(strict: LiveServer) -> str:
    """What an application of somebody's sends to the API."""
    with Person(strict) as person:
        return str(RelyingParty(strict, "Sample application").tokens(person.sign_up())["access_token"])


@pytest.mark.spec("RFC 7636 section 4.5")
def test_a_confidential_client_completes_code_and_pkce(flow: Callable[..., Any]) -> None:
    done = flow("code", "web", scope=SCOPE)
    assert done["type"] == "bearer"
    assert done["api"]["status"] == 200
    assert done["userinfo"]["preferred_username"] == done["api"]["username"]
    assert done["claims"]["sub"] == done["userinfo"]["sub"]
    assert done["claims"]["auth_time"]


@pytest.mark.spec("RFC 7636 section 4.6")
def test_a_wrong_verifier_is_refused_in_words_that_it_knows(flow: Callable[..., Any]) -> None:
    assert flow("wrongVerifier", "web", scope=SCOPE) == {"error": "invalid_grant", "status": 400}


@pytest.mark.spec("RFC 9207 section 2.4")
def test_a_denial_names_its_issuer(flow: Callable[..., Any]) -> None:
    assert flow("denial", "web", scope=SCOPE) == {"error": "access_denied", "status": None}


@pytest.mark.spec("RFC 9126 section 2.2")
@pytest.mark.parametrize("client", ["web", "signer"])
def test_it_pushes_its_request(flow: Callable[..., Any], client: str) -> None:
    done = flow("pushed", client, scope=SCOPE)
    assert done["api"]["status"] == 200


@pytest.mark.spec("RFC 9101 section 5.1")
def test_it_signs_its_request(flow: Callable[..., Any]) -> None:
    assert flow("signedRequest", "signer", scope=SCOPE)["claims"]["sub"]


@pytest.mark.spec("JARM section 2.3.4")
def test_it_is_answered_by_a_signed_response(flow: Callable[..., Any]) -> None:
    assert flow("signedResponse", "signer", scope=SCOPE)["claims"]["sub"]


@pytest.mark.spec("RFC 7523 section 2.2")
def test_it_proves_itself_by_a_key_and_reads_signed_userinfo(flow: Callable[..., Any]) -> None:
    done = flow("code", "signer", scope=SCOPE)
    assert done["userinfo"]["email"].endswith("@example.org")
    assert done["api"]["status"] == 200


@pytest.mark.spec("RFC 7523 section 2.2")
def test_a_machine_proves_itself_by_a_key(flow: Callable[..., Any]) -> None:
    assert flow("machine", "machine", scope="reports:read") == {"type": "bearer", "scope": "reports:read"}


@pytest.mark.spec("Form Post Response Mode section 2")
def test_it_takes_a_response_by_form(flow: Callable[..., Any]) -> None:
    assert flow("formPost", "web", scope=SCOPE)["claims"]["sub"]


@pytest.mark.spec("RFC 9068 section 4")
def test_a_resource_server_verifies_tokens_by_what_it_discovers(flow: Callable[..., Any], token: str) -> None:
    done = flow("resource", "web", token=token)
    assert done["claims"]["aud"] == done["found"]["resource"]


@pytest.mark.spec("RFC 6750 section 3")
def test_it_understands_the_challenges_of_the_api(flow: Callable[..., Any]) -> None:
    done = flow("challenge", "web")
    assert {done[kind]["status"] for kind in ("bearer", "bound")} == {401}
    schemes = {kind: [challenge["scheme"] for challenge in done[kind]["challenges"]] for kind in done}
    assert schemes["bearer"][0] == "bearer"
    assert schemes["bound"][0] == "dpop"
    for kind in done:
        assert done[kind]["challenges"][0]["parameters"]["error"] == "invalid_token"
        assert done[kind]["challenges"][0]["parameters"]["resource_metadata"].endswith("/oauth-protected-resource/api")


@pytest.mark.spec("RFC 6749 section 6")
def test_it_refreshes(flow: Callable[..., Any]) -> None:
    done = flow("refresh", "web", scope=SCOPE)
    assert len(set(done["subjects"])) == 1
    assert done["rotated"]
    assert done["api"]["status"] == 200


@pytest.mark.spec("RFC 9449 section 5")
def test_a_public_client_binds_everything_to_its_key(flow: Callable[..., Any]) -> None:
    done = flow("bound", "native", scope=SCOPE)
    assert (done["type"], done["next"]) == ("dpop", "dpop")
    assert done["api"]["status"] == 200
    assert done["userinfo"]["email"]
    assert done["stolen"] == {"error": "invalid_grant", "status": 400}


@pytest.mark.spec("FAPI 2.0 Security Profile section 5.3.2.1")
def test_it_holds_the_security_profile_with_the_servers_nonces(flow: Callable[..., Any]) -> None:
    done = flow("fapi", "fapi", scope=SCOPE)
    assert done["type"] == "dpop"
    assert done["kept"]
    assert done["api"]["status"] == 200


@pytest.mark.spec("FAPI 2.0 Message Signing section 5.3.1")
def test_it_signs_its_request_and_verifies_the_signed_response(flow: Callable[..., Any]) -> None:
    done = flow("signedMessages", "messages", scope=SCOPE)
    assert done["type"] == "dpop"
    assert done["api"]["status"] == 200


@pytest.mark.spec("RFC 8628 section 3.4")
def test_a_device_waits_for_its_person(flow: Callable[..., Any]) -> None:
    done = flow("device", "television", scope=SCOPE)
    assert done["claims"]["sub"]
    assert done["api"]["status"] == 200


@pytest.mark.spec("RFC 8693 section 2.2.1")
def test_a_resource_server_exchanges_what_it_was_sent(flow: Callable[..., Any], token: str) -> None:
    done = flow("exchange", "resource", scope="account:read", token=token)
    assert done["type"] == "urn:ietf:params:oauth:token-type:access_token"
    assert done["scope"] == "account:read"
    assert done["api"]["status"] == 200
    assert done["api"]["client"]["name"] == "JavaScript resource"


@pytest.mark.spec("RFC 9701 section 5")
def test_a_resource_server_reads_a_signed_introspection(flow: Callable[..., Any], token: str) -> None:
    told = flow("introspection", "resource", token=token)
    assert told["active"] is True
    assert told["aud"].endswith("/api")


@pytest.mark.spec("RFC 7009 section 2.1")
def test_it_revokes(flow: Callable[..., Any]) -> None:
    assert flow("revocation", "web", scope=SCOPE) == {"error": "invalid_grant", "status": 400}


@pytest.mark.spec("OpenID Connect RP-Initiated Logout 1.0 section 2")
def test_it_signs_out_and_comes_back(flow: Callable[..., Any]) -> None:
    done = flow("logout", "web", scope=SCOPE)
    assert done["arrived"] == done["expected"]
    assert done["afterwards"] == {"error": "invalid_grant", "status": 400}


METADATA = {
    "confidential": {"redirect_uris": [CALLBACK], "token_endpoint_auth_method": "client_secret_post"},
    "public": {"redirect_uris": [NATIVE], "token_endpoint_auth_method": "none", "application_type": "native"},
    "pairwise": {"redirect_uris": [CALLBACK], "subject_type": "pairwise", "id_token_signed_response_alg": "ES256"},
}


@pytest.mark.spec("RFC 7591 section 3.1")
@pytest.mark.parametrize("kind", METADATA)
def test_it_registers_itself_and_signs_somebody_in(
    flow: Callable[..., Any], access_to_registration: str, kind: str
) -> None:
    metadata = {**METADATA[kind], "client_name": f"Registered {kind}", "scope": SCOPE}
    done = flow("registration", metadata, scope=SCOPE, initial_access_token=access_to_registration)
    assert done["claims"]["aud"] == done["registered"]["client_id"] == done["shown"]["client_id"]
    assert {**done["registered"], **metadata} == done["registered"]
    assert done["ended"] == 204
