"""Two DPoP headers in one request, as no client library would send them (RFC 9449 section 4.3)."""

import pytest

from tests.flows.oauth import basic
from tests.live.relying_party import RelyingParty
from tests.live.server import LiveServer
from tests.live.wire import answer_to, post
from tests.proofs import Prover


@pytest.mark.spec("RFC 9449 section 4.3")
def test_a_request_with_two_proof_headers_is_refused(live: LiveServer) -> None:
    party, prover, body = (
        RelyingParty(live, "Nightly report"),
        Prover(issuer=live.issuer),
        b"grant_type=client_credentials",
    )
    form = (
        f"Authorization: {basic(party.client_id, party.client_secret)}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
    )
    one, other = (f"DPoP: {prover.proof('POST', '/o/token/')}" for _ in range(2))
    status, answer = answer_to(live.port, post("/o/token/", *form, one, body=body))
    assert (status, '"token_type": "DPoP"' in answer) == (200, True), answer
    for pair in ((other, one), (other, "dpop: x"), ("dpop: x", other)):
        status, answer = answer_to(live.port, post("/o/token/", *form, *pair, body=body))
        assert (status, "invalid_dpop_proof" in answer) == (400, True), answer
    assert answer_to(live.port, post("/o/token/", *form, other, body=body))[0] == 200
