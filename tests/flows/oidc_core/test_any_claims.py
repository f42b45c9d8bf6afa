"""Any claims parameter: never a server error, never more than was asked for (OpenID Connect Core section 5.5)."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.flows.oauth import RelyingParty, answer_of, claims_of

OWN = ("iss", "sub", "aud", "exp", "iat", "auth_time", "acr", "amr", "sid", "nonce", "at_hash")
PERSONAL = ("name", "given_name", "family_name", "preferred_username", "email", "email_verified", "roles", "updated_at")
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=10))
DETAILS = st.one_of(
    st.none(),
    st.fixed_dictionaries(
        {}, optional={"essential": st.booleans(), "value": SCALARS, "values": st.lists(SCALARS, max_size=3)}
    ),
    SCALARS,
)
NAMES = st.one_of(st.sampled_from(OWN + PERSONAL), st.text(max_size=10))
MEMBER = st.one_of(st.dictionaries(NAMES, DETAILS, max_size=6), SCALARS)
CLAIMS = st.one_of(st.fixed_dictionaries({}, optional={"id_token": MEMBER, "userinfo": MEMBER}), MEMBER)
ANY_CLAIMS = settings(max_examples=60, deadline=None)


def personal(told: dict[str, Any]) -> set[str]:
    return set(told) - set(OWN)


@pytest.mark.spec("OpenID Connect Core section 5.5")
def test_what_is_told_was_asked_for(register: Callable[..., RelyingParty], user_agent: Client) -> None:
    party = register(skip_authorization=True)
    plain = claims_of(party.tokens(user_agent, scope="openid")["id_token"])

    @ANY_CLAIMS
    @given(asked=CLAIMS)
    def holds(asked: Any) -> None:
        request = party.request(scope="openid", prompt="none", claims=json.dumps(asked))
        answer = answer_of(user_agent.get("/o/authorize/", request))
        if "error" in answer:
            assert answer["error"] in ("invalid_request", "login_required", "unmet_authentication_requirements")
            return
        tokens = party.exchange(Client(), answer["code"]).json()
        id_token = claims_of(tokens["id_token"])
        bearer = {"authorization": f"Bearer {tokens['access_token']}"}
        userinfo = Client().get("/o/userinfo/", headers=bearer).json()
        assert personal(id_token) == set(asked.get("id_token") or ()) & set(PERSONAL)
        assert personal(userinfo) == set(asked.get("userinfo") or ()) & set(PERSONAL)
        assert all(id_token[name] == plain[name] for name in ("iss", "sub", "aud", "auth_time", "acr", "amr", "sid"))
        assert userinfo["sub"] == id_token["sub"]

    holds()
