"""Userinfo asks the database once, whatever is to be said; a proof costs a write (OpenID Connect Core section 5.3)."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.flows.oauth import RelyingParty, allow
from tests.proofs import Prover, ProvingClient

pytestmark = pytest.mark.spec("OpenID Connect Core section 5.3")
CLAIMS = json.dumps({"userinfo": {"address": None, "phone_number": None}})
SCOPE = "openid profile email roles"
KINDS: list[dict[str, str]] = [
    {},
    {"token_format": "opaque"},
    {"subject_type": "pairwise"},
    {"userinfo_signed_response_alg": "PS256"},
    {"subject_type": "pairwise", "userinfo_signed_response_alg": "EdDSA", "token_format": "opaque"},
]


def verbs(captured: CaptureQueriesContext) -> list[str]:
    words = [query["sql"].split(None, 1)[0].lower() for query in captured.captured_queries]
    return [word for word in words if word not in ("begin", "commit", "savepoint", "release")]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: " ".join(kind.values()) or "plain")
def test_an_answer_costs_one_statement(
    register: Callable[..., RelyingParty], user_agent: Client, kind: dict[str, Any]
) -> None:
    token = register(**kind).tokens(user_agent, scope=SCOPE, claims=CLAIMS)["access_token"]
    with CaptureQueriesContext(connection) as captured:
        response = Client().get("/o/userinfo/", headers={"authorization": f"Bearer {token}"})
    assert response.status_code == 200
    assert verbs(captured) == ["select"]


@pytest.mark.spec("RFC 9449 section 11.1")
def test_a_proof_costs_one_write_more(web: RelyingParty, user_agent: Client) -> None:
    prover = Prover()
    code = allow(user_agent, user_agent.get("/o/authorize/", web.request()))["code"]
    token = web.exchange(ProvingClient(prover), code).json()["access_token"]
    headers = prover.presenting(token, "GET", "/o/userinfo/")
    with CaptureQueriesContext(connection) as captured:
        assert Client().get("/o/userinfo/", headers=headers).status_code == 200
    assert verbs(captured) == ["select", "insert"]
