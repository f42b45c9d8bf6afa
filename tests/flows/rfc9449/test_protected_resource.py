"""A bound token at protected resources: the guarded API and userinfo (RFC 9449 sections 7 and 9)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from oauth_server.vocabulary import TokenFormat
from tests.flows.oauth import ISSUER, RelyingParty
from tests.proofs import Prover, ProvingClient

pytestmark = pytest.mark.django_db
TRANSACTIONS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
API = "/api/protected/"
RESOURCES = [API, "/o/userinfo/"]
METADATA = f'resource_metadata="{ISSUER}/.well-known/oauth-protected-resource/api"'


@pytest.fixture(params=TokenFormat)
def token(register: Callable[..., RelyingParty], code: Callable[..., str], proving: ProvingClient, request: Any) -> str:
    """An access token that is bound to the prover's key, of either form."""
    party = register(token_format=request.param)
    return str(party.exchange(proving, code(party)).json()["access_token"])


@pytest.fixture
def bearer(web: RelyingParty, code: Callable[..., str], client: Client) -> str:
    """An access token that is bound to no key."""
    return str(web.exchange(client, code(web)).json()["access_token"])


def call(headers: dict[str, str], path: str = API, method: str = "GET") -> Any:
    return Client().generic(method, path, headers=headers)


def told(response: Any) -> str:
    """Return the first challenge of a 401."""
    assert response.status_code == 401, response.content
    return str(response["WWW-Authenticate"])


@pytest.mark.spec("RFC 9449 section 7.1")
@pytest.mark.parametrize("path", RESOURCES)
@pytest.mark.parametrize("scheme", ["DPoP", "dpop", "DPOP"])
def test_a_bound_token_with_its_proof_is_taken(token: str, prover: Prover, path: str, scheme: str) -> None:
    headers = {**prover.presenting(token, "GET", path), "authorization": f"{scheme} {token}"}
    assert call(headers, path).status_code == 200


@pytest.mark.spec("RFC 9449 section 7.2")
@pytest.mark.parametrize("path", RESOURCES)
def test_a_bound_token_is_no_bearers(token: str, prover: Prover, path: str) -> None:
    for more in ({}, {"dpop": prover.proof("GET", path, token=token)}):
        challenge = told(call({"authorization": f"Bearer {token}", **more}, path))
        assert challenge.startswith("Bearer ")
        assert 'error="invalid_token"' in challenge
        assert 'algs="ES256 PS256 EdDSA"' in challenge


@pytest.mark.spec("RFC 9449 section 7.1")
@pytest.mark.parametrize("path", RESOURCES)
def test_a_bearers_token_is_not_taken_for_a_bound_one(bearer: str, prover: Prover, path: str) -> None:
    challenge = told(call(prover.presenting(bearer, "GET", path), path))
    assert challenge.startswith("DPoP ")
    assert 'error="invalid_token"' in challenge
    assert call({"authorization": f"Bearer {bearer}", "dpop": "not asked for"}, path).status_code == 200


@pytest.mark.spec("RFC 9449 section 7.1")
@pytest.mark.parametrize("path", RESOURCES)
def test_without_a_proof_or_with_a_wrong_one_a_bound_token_is_refused(token: str, prover: Prover, path: str) -> None:
    wrong: list[dict[str, Any]] = [
        {"htm": "POST"},
        {"htu": f"{ISSUER}/api/"},
        {"iat": 1},
        {"ath": None},
        {"ath": ""},
        {"ath": "a" * 43},
        {"header": {"typ": "JWT"}},
    ]
    proofs = [{"dpop": prover.proof("GET", path, **{"token": token, **change})} for change in wrong]
    thiefs = {"dpop": Prover().proof("GET", path, token=token)}
    for more in ({}, {"dpop": ""}, {"dpop": "x"}, thiefs, *proofs):
        challenge = told(call({"authorization": f"DPoP {token}", **more}, path))
        assert challenge.startswith("DPoP realm=")
        assert 'error="invalid_dpop_proof"' in challenge
        assert ", Bearer realm=" in challenge


@pytest.mark.spec("RFC 9449 section 7.1")
def test_the_challenge_says_where_to_begin(token: str, prover: Prover) -> None:
    challenge = told(call({"authorization": f"DPoP {token}"}))
    assert challenge == (
        'DPoP realm="api", error="invalid_dpop_proof", error_description="The token needs one DPoP proof of its key.", '
        f'algs="ES256 PS256 EdDSA", scope="account:read", {METADATA}, '
        f'Bearer realm="api", scope="account:read", {METADATA}'
    )


@pytest.mark.spec("RFC 9449 section 11.1")
@pytest.mark.parametrize("path", RESOURCES)
def test_a_proof_opens_a_resource_once(token: str, prover: Prover, path: str) -> None:
    headers = prover.presenting(token, "GET", path)
    assert call(headers, path).status_code == 200
    assert 'error="invalid_dpop_proof"' in told(call(headers, path))
    assert call(prover.presenting(token, "GET", path), path).status_code == 200


@pytest.mark.spec("RFC 9449 section 7.1")
def test_a_proof_of_the_token_endpoint_opens_no_resource(token: str, prover: Prover) -> None:
    told(call({"authorization": f"DPoP {token}", "dpop": prover.proof("POST", "/o/token/")}))


@pytest.mark.spec("RFC 9449 section 7.1")
def test_a_scope_that_is_missing_is_said_in_the_scheme_of_the_token(token: str, prover: Prover) -> None:
    response = call(prover.presenting(token, "GET", "/api/v1/todo/"), "/api/v1/todo/")
    assert response.status_code == 403
    assert response["WWW-Authenticate"].startswith('DPoP realm="api", error="insufficient_scope"')


@pytest.mark.spec("RFC 9449 section 7.1")
@pytest.mark.parametrize(
    "header",
    ["DPoP", "DPoP ", "DPoP a b", "DPoP x", "dpop ü", "DPoP " + "z" * 43, "DPoP " + "z" * 9000, "DPoP eyJ.abc.def"],
)
@pytest.mark.parametrize("path", RESOURCES)
def test_a_bound_token_that_is_none_is_401(prover: Prover, path: str, header: str) -> None:
    challenge = told(call({"authorization": header, "dpop": prover.proof("GET", path, token="x")}, path))
    assert challenge.startswith("DPoP ")


@pytest.mark.spec("RFC 9449 section 7.2")
@pytest.mark.parametrize("header", ["DPoP {0}, Bearer {0}", "Bearer {0}, DPoP {0}", "DPoP {0}, DPoP {0}"])
def test_two_credentials_are_400(token: str, prover: Prover, header: str) -> None:
    headers = {**prover.presenting(token, "GET", API), "authorization": header.format(token)}
    assert call(headers).status_code == 400
    assert call({**prover.presenting(token, "GET", API), "x-api-key": "x"}).status_code == 400


@pytest.mark.spec("RFC 9449 section 6.1")
def test_a_first_party_token_is_never_bound(alice: User, prover: Prover) -> None:
    body = {"username": "alice", "password": "correct horse battery staple"}
    access = Client().post("/api/jwt/token/", body, content_type="application/json").json()["access"]
    assert call({"authorization": f"Bearer {access}"}).status_code == 200
    told(call(prover.presenting(access, "GET", API)))


@pytest.mark.spec("RFC 9449 section 7.1")
def test_a_refused_proof_tells_whoever_explains_it_what_was_wrong(token: str, prover: Prover) -> None:
    response = call({"authorization": f"DPoP {token}"})
    assert response.json()["detail"] == "The token needs one DPoP proof of its key."
    assert response.json()["decision"]


@pytest.mark.spec("RFC 9449 section 11.1")
@pytest.mark.parametrize("path", RESOURCES)
def test_a_proof_costs_one_write_and_a_wrong_one_none(token: str, prover: Prover, path: str) -> None:
    def statements(headers: dict[str, str], status: int) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            assert call(headers, path).status_code == status
        return [query["sql"].split()[0].lower() for query in captured if not query["sql"].startswith(TRANSACTIONS)]

    good = prover.presenting(token, "GET", path)
    assert statements(good, 200) == ["select", "insert"]
    wrong = prover.presenting(token, "GET", path, htm="POST")
    assert statements(wrong, 401) == ["select"]
    assert statements({"authorization": f"DPoP {token}"}, 401) == ["select"]
    assert statements({"authorization": f"Bearer {token}"}, 401) == ["select"]
