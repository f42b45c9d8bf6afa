"""The token request of a client that proves possession of a key (RFC 9449 sections 4.3, 5 and 7)."""

import time
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import User
from oauth_server.vocabulary import PROOF_ALGORITHMS, SigningAlgorithm, TokenFormat
from tests.client_keys import ClientKey
from tests.flows.oauth import ISSUER, RelyingParty, claims_of, post_form
from tests.proofs import Prover, ProvingClient

pytestmark = pytest.mark.django_db
TOKEN = "/o/token/"


def granted(party: RelyingParty, proof: str) -> Any:
    return party.token(Client(headers={"dpop": proof}), grant_type="client_credentials")


def is_refused(response: Any, error: str = "invalid_dpop_proof") -> bool:
    return (response.status_code, response.json()["error"]) == (400, error)


@pytest.mark.spec("RFC 9449 section 5")
@pytest.mark.parametrize("algorithm", PROOF_ALGORITHMS)
def test_a_proof_binds_the_access_token_to_its_key(machine: RelyingParty, algorithm: SigningAlgorithm) -> None:
    prover = Prover(ClientKey(algorithm))
    answer = granted(machine, prover.proof("POST", TOKEN))
    assert answer.status_code == 200, answer.content
    assert answer.json()["token_type"] == "DPoP"
    assert claims_of(answer.json()["access_token"])["cnf"] == {"jkt": prover.jkt}


@pytest.mark.spec("RFC 9449 section 5")
def test_without_a_proof_the_token_is_a_bearers(machine: RelyingParty, client: Client) -> None:
    answer = machine.token(client, grant_type="client_credentials")
    assert answer.json()["token_type"] == "Bearer"
    assert "cnf" not in claims_of(answer.json()["access_token"])
    assert "DPoP-Nonce" not in answer


@pytest.mark.spec("RFC 9449 section 5.1")
def test_the_metadata_lists_what_signs_a_proof(client: Client) -> None:
    for document in ("openid-configuration", "oauth-authorization-server", "oauth-protected-resource/api"):
        found = client.get(f"/.well-known/{document}").json()
        assert found["dpop_signing_alg_values_supported"] == ["ES256", "PS256", "EdDSA"]


@pytest.mark.spec("RFC 9449 section 5.2")
def test_a_client_registered_for_bound_tokens_must_send_a_proof(
    machine: RelyingParty, client: Client, proving: ProvingClient
) -> None:
    machine.application.dpop_bound_access_tokens = True
    machine.application.save()
    assert is_refused(machine.token(client, grant_type="client_credentials"), "invalid_request")
    assert machine.token(proving, grant_type="client_credentials").json()["token_type"] == "DPoP"


@pytest.mark.spec("RFC 9449 section 4.3")
@pytest.mark.parametrize(
    "wrong",
    [
        {"htm": "GET"},
        {"htm": "post"},
        {"htm": ""},
        {"htu": f"{ISSUER}/o/token"},
        {"htu": f"{ISSUER}/o/par/"},
        {"htu": "/o/token/"},
        {"htu": "//localhost:8000/o/token/"},
        {"htu": "https://localhost:8000/o/token/"},
        {"htu": "http://localhost/o/token/"},
        {"htu": "http://localhost:0/o/token/"},
        {"htu": "http://testserver/o/token/"},
        {"htu": "http://localhost:8000.evil.example/o/token/"},
        {"htu": "http://somebody@localhost:8000/o/token/"},
        {"htu": "http://localhost:port/o/token/"},
        {"htu": "http://[::1/o/token/"},
        {"htu": ""},
    ],
    ids=str,
)
def test_a_proof_for_another_request_is_refused(machine: RelyingParty, prover: Prover, wrong: dict[str, Any]) -> None:
    assert is_refused(granted(machine, prover.proof("POST", TOKEN, **wrong)))


@pytest.mark.spec("RFC 9449 section 4.3")
@pytest.mark.parametrize(
    "htu",
    [
        f"{ISSUER}/o/token/?a=b",
        f"{ISSUER}/o/token/#part",
        "HTTP://LOCALHOST:8000/o/token/",
        f"{ISSUER}/%6F/%74oken/",
    ],
)
def test_the_address_counts_without_query_and_fragment_however_it_is_spelled(
    machine: RelyingParty, prover: Prover, htu: str
) -> None:
    assert granted(machine, prover.proof("POST", TOKEN, htu=htu)).status_code == 200


@pytest.mark.spec("RFC 9449 section 4.3")
def test_the_host_header_says_nothing_of_the_address(machine: RelyingParty, prover: Prover) -> None:
    elsewhere = prover.proof("POST", TOKEN, htu="http://id.example.org/o/token/")
    client = Client(headers={"host": "id.example.org", "dpop": elsewhere})
    answer = machine.token(client, grant_type="client_credentials")
    assert is_refused(answer)


@pytest.mark.spec("RFC 9449 section 4.3")
@pytest.mark.spec("RFC 9449 section 11.1")
@pytest.mark.parametrize(
    ("seconds", "good"),
    [(-3600, False), (-62, False), (-58, True), (0, True), (28, True), (33, False), (3600, False)],
)
def test_a_proof_is_good_from_30_seconds_before_its_time_to_60_after(
    machine: RelyingParty, prover: Prover, seconds: int, good: bool
) -> None:
    answer = granted(machine, prover.proof("POST", TOKEN, iat=int(time.time()) + seconds))
    assert answer.status_code == (200 if good else 400)


@pytest.mark.spec("RFC 9449 section 4.3")
@pytest.mark.parametrize("iat", [0, -1, 1e300, float("nan"), float("inf"), 10**400, True])
def test_a_time_that_is_none_is_refused(machine: RelyingParty, prover: Prover, iat: float) -> None:
    assert is_refused(granted(machine, prover.proof("POST", TOKEN, iat=iat)))


@pytest.mark.spec("RFC 9449 section 11.1")
def test_a_proof_is_good_once(machine: RelyingParty, prover: Prover) -> None:
    proof = prover.proof("POST", TOKEN)
    assert granted(machine, proof).status_code == 200
    assert is_refused(granted(machine, proof))
    again = prover.proof("POST", TOKEN, jti="one")
    assert granted(machine, again).status_code == 200
    assert is_refused(granted(machine, prover.proof("POST", TOKEN, jti="one", iat=int(time.time()) - 1)))


@pytest.mark.spec("RFC 9449 section 11.1")
def test_two_keys_may_choose_the_same_identifier(machine: RelyingParty) -> None:
    for prover in (Prover(), Prover()):
        assert granted(machine, prover.proof("POST", TOKEN, jti="1")).status_code == 200


@pytest.mark.spec("RFC 9449 section 4.3")
@pytest.mark.parametrize("join", [",", ", ", " "])
def test_two_proofs_are_refused(machine: RelyingParty, prover: Prover, join: str) -> None:
    assert is_refused(granted(machine, join.join([prover.proof("POST", TOKEN), prover.proof("POST", TOKEN)])))


@pytest.mark.spec("RFC 9449 section 4.3")
@pytest.mark.parametrize("wrong", ["", " ", "x", "a.b.c", "eyJ.e30.", "\x00", "Bearer x", "a" * 20000])
def test_what_is_no_proof_is_refused_and_no_error_of_ours(machine: RelyingParty, wrong: str) -> None:
    assert is_refused(granted(machine, wrong))


@pytest.mark.spec("RFC 9449 section 5")
def test_a_proof_does_not_spare_the_client_its_authentication(machine: RelyingParty, proving: ProvingClient) -> None:
    form = {"grant_type": "client_credentials", "client_id": machine.client_id, "client_secret": "wrong"}
    answer = post_form(proving, TOKEN, form)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


@pytest.mark.spec("RFC 9449 section 4.3")
@settings(max_examples=60, deadline=None)
@given(value=st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass").decode("latin-1")))
def test_any_header_is_answered(value: str) -> None:
    form = {"grant_type": "client_credentials", "client_id": "nobody"}
    answer = post_form(Client(), TOKEN, form, headers={"dpop": value})
    assert answer.status_code in (400, 401)


@pytest.mark.spec("RFC 9449 section 5")
@pytest.mark.parametrize("token_format", TokenFormat)
def test_a_code_is_exchanged_for_tokens_of_a_key(
    register: Callable[..., RelyingParty], code: Callable[..., str], proving: ProvingClient, token_format: TokenFormat
) -> None:
    party = register(token_format=token_format)
    answer = party.exchange(proving, code(party)).json()
    assert answer["token_type"] == "DPoP"
    userinfo = proving.prover.presenting(answer["access_token"], "GET", "/o/userinfo/")
    assert Client().get("/o/userinfo/", headers=userinfo).status_code == 200


@pytest.mark.spec("RFC 9449 section 5")
def test_the_refresh_token_of_a_public_client_is_bound_to_the_key_of_its_exchange(
    spa: RelyingParty, code: Callable[..., str], proving: ProvingClient
) -> None:
    refresh_token = spa.exchange(proving, code(spa)).json()["refresh_token"]
    for thief in (Client(), ProvingClient(Prover())):
        assert is_refused(spa.refresh(thief, refresh_token), "invalid_grant")
    answer = spa.refresh(proving, refresh_token).json()
    assert claims_of(answer["access_token"])["cnf"] == {"jkt": proving.prover.jkt}
    assert is_refused(spa.refresh(Client(), answer["refresh_token"]), "invalid_grant")
    assert spa.refresh(proving, answer["refresh_token"]).status_code == 200


@pytest.mark.spec("RFC 9449 section 5")
def test_whoever_lacks_the_key_neither_gets_the_lost_answer_nor_ends_the_family(
    spa: RelyingParty, code: Callable[..., str], proving: ProvingClient
) -> None:
    spent = spa.exchange(proving, code(spa)).json()["refresh_token"]
    good = spa.refresh(proving, spent).json()
    with time_machine.travel(time.time() + 2, tick=True):
        for thief in (Client(), ProvingClient(Prover())):
            assert is_refused(spa.refresh(thief, spent), "invalid_grant")
        assert spa.refresh(proving, spent).json()["refresh_token"] == good["refresh_token"]
    with time_machine.travel(time.time() + 60, tick=True):
        assert is_refused(spa.refresh(Client(), spent), "invalid_grant")
        assert spa.refresh(proving, good["refresh_token"]).status_code == 200


@pytest.mark.spec("RFC 9449 section 5")
def test_a_confidential_client_may_take_another_key_at_each_refresh(
    web: RelyingParty, code: Callable[..., str], proving: ProvingClient
) -> None:
    first = web.exchange(proving, code(web)).json()
    other = ProvingClient(Prover())
    second = web.refresh(other, first["refresh_token"]).json()
    assert claims_of(second["access_token"])["cnf"] == {"jkt": other.prover.jkt}
    third = web.refresh(Client(), second["refresh_token"]).json()
    assert third["token_type"] == "Bearer"


@pytest.mark.spec("RFC 9449 section 5")
@pytest.mark.parametrize("token_format", TokenFormat)
def test_a_lost_answer_is_given_again_for_its_own_key_alone(
    register: Callable[..., RelyingParty], code: Callable[..., str], proving: ProvingClient, token_format: TokenFormat
) -> None:
    party = register(token_format=token_format)
    spent = party.exchange(proving, code(party)).json()["refresh_token"]
    lost = party.refresh(proving, spent).json()
    with time_machine.travel(time.time() + 2, tick=True):
        for other in (Client(), ProvingClient(Prover())):
            assert is_refused(party.refresh(other, spent), "invalid_grant")
        again = party.refresh(proving, spent).json()
    assert (again["refresh_token"], again["token_type"]) == (lost["refresh_token"], "DPoP")


@pytest.mark.spec("RFC 9449 section 5")
def test_a_public_client_that_began_without_a_key_stays_without(
    spa: RelyingParty, code: Callable[..., str], proving: ProvingClient
) -> None:
    first = spa.exchange(Client(), code(spa)).json()
    second = spa.refresh(proving, first["refresh_token"]).json()
    assert second["token_type"] == "DPoP"
    assert spa.refresh(Client(), second["refresh_token"]).json()["token_type"] == "Bearer"


@pytest.mark.spec("RFC 9449 section 6.2")
@pytest.mark.parametrize("token_format", TokenFormat)
def test_introspection_says_which_key(
    register: Callable[..., RelyingParty],
    code: Callable[..., str],
    proving: ProvingClient,
    alice: User,
    token_format: TokenFormat,
) -> None:
    asker = register(name="A resource server", introspects=f"{ISSUER}/api")
    party = register(token_format=token_format)
    token = party.exchange(proving, code(party)).json()["access_token"]
    answer = asker.post(Client(), "/o/introspect/", token=token).json()
    assert (answer["active"], answer["token_type"], answer["cnf"]) == (True, "DPoP", {"jkt": proving.prover.jkt})
    bearers = party.exchange(Client(), code(party)).json()["access_token"]
    answer = asker.post(Client(), "/o/introspect/", token=bearers).json()
    assert (answer["token_type"], "cnf" in answer) == ("Bearer", False)


def statements_of(call: Callable[[], Any]) -> list[str]:
    """Return the first words of the statements of a call that is answered well, without those of transactions."""
    with CaptureQueriesContext(connection) as captured:
        response = call()
    assert response.status_code == 200, response.content
    words = [" ".join(query["sql"].replace('"', "").split()[:3]).lower() for query in captured]
    return [word for word in words if not word.startswith(("begin", "commit", "savepoint", "release"))]


@pytest.mark.spec("RFC 9449 section 11.1")
def test_a_proof_costs_one_write_at_the_token_endpoint(
    machine: RelyingParty, spa: RelyingParty, code: Callable[..., str], proving: ProvingClient
) -> None:
    used = "insert into oauth_server_usedidentifier"
    bearers, bound = (code(spa) for _ in range(2))
    pairs: list[tuple[Callable[[], Any], Callable[[], Any]]] = [
        (
            lambda: machine.token(Client(), grant_type="client_credentials"),
            lambda: machine.token(proving, grant_type="client_credentials"),
        ),
        (lambda: spa.exchange(Client(), bearers), lambda: spa.exchange(proving, bound)),
    ]
    for without, proved in pairs:
        expected, found = statements_of(without), statements_of(proved)
        assert used in found
        found.remove(used)
        assert found == expected


@pytest.mark.spec("RFC 9449 section 11.1")
def test_a_refused_proof_writes_nothing(machine: RelyingParty, prover: Prover) -> None:
    for wrong in ({"iat": 1}, {"htm": "GET"}, {"nonce": "x"}, {"header": {"typ": "JWT"}}):
        proof = prover.proof("POST", TOKEN, **wrong)
        with CaptureQueriesContext(connection) as captured:
            assert granted(machine, proof).status_code == 400
        assert not [query["sql"] for query in captured if "usedidentifier" in query["sql"]]
