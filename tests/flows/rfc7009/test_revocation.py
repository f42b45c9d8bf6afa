"""A client ends its own tokens, at once, and is told nothing about others (RFC 7009)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.flows.oauth import RelyingParty

pytestmark = pytest.mark.spec("RFC 7009 section 2")


def is_good(answer: dict[str, Any]) -> bool:
    response = Client().get("/o/userinfo/", headers={"authorization": f"Bearer {answer['access_token']}"})
    return bool(response.status_code == 200)


def revoke(party: RelyingParty, token: str, **parameters: str) -> Any:
    return party.post(Client(), "/o/revoke_token/", token=token, **parameters)


@pytest.mark.parametrize("party", ["web", "spa"])
@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_revoking_one_of_a_pair_ends_both(
    request: pytest.FixtureRequest, user_agent: Client, party: str, kind: str
) -> None:
    owner: RelyingParty = request.getfixturevalue(party)
    answer = owner.tokens(user_agent)
    assert revoke(owner, answer[kind]).status_code == 200
    assert not is_good(answer)
    assert owner.refresh(Client(), answer["refresh_token"]).status_code == 400


def test_revoking_a_spent_refresh_token_ends_its_family(web: RelyingParty, user_agent: Client) -> None:
    answer = web.tokens(user_agent)
    newer = web.refresh(user_agent, answer["refresh_token"]).json()
    revoke(web, answer["refresh_token"])
    assert not is_good(newer)
    assert web.refresh(user_agent, newer["refresh_token"]).status_code == 400


def test_revocation_ends_one_grant_only(web: RelyingParty, user_agent: Client) -> None:
    first, second = web.tokens(user_agent), web.tokens(user_agent)
    revoke(web, first["refresh_token"])
    assert is_good(second)


def test_a_machine_ends_its_own_token(register: Callable[..., RelyingParty], client: Client) -> None:
    server = register(introspects="http://localhost:8000/api")
    machine = register(authorization_grant_type="client-credentials", redirect_uri="")
    token = machine.token(client, grant_type="client_credentials", scope="reports:read").json()["access_token"]
    assert server.post(client, "/o/introspect/", token=token).json()["active"] is True
    revoke(machine, token)
    assert server.post(client, "/o/introspect/", token=token).json() == {"active": False}


@pytest.mark.spec("RFC 7009 section 2.1")
@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_another_clients_token_stays(web: RelyingParty, spa: RelyingParty, user_agent: Client, kind: str) -> None:
    answer = web.tokens(user_agent)
    assert revoke(spa, answer[kind]).status_code == 200
    assert is_good(answer)
    assert web.refresh(user_agent, answer["refresh_token"]).status_code == 200


@pytest.mark.spec("RFC 7009 section 2.2")
@pytest.mark.parametrize("token", ["x", "a.b", "x" * 22 + "." + "y" * 43, "eyJ.a.b", "ü", "z" * 5000])
def test_an_unknown_token_is_answered_like_a_known_one(web: RelyingParty, user_agent: Client, token: str) -> None:
    known, unknown = revoke(web, web.tokens(user_agent)["refresh_token"]), revoke(web, token)
    assert (unknown.status_code, unknown.content) == (known.status_code, known.content) == (200, b"{}")


def test_the_answer_is_json_that_no_cache_keeps(web: RelyingParty, client: Client) -> None:
    response = revoke(web, "unknown")
    assert (response["Content-Type"], response["Cache-Control"]) == ("application/json", "no-store")


@pytest.mark.parametrize("hint", ["access_token", "refresh_token", "id_token", "x"])
@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_a_hint_is_not_needed_and_does_no_harm(web: RelyingParty, user_agent: Client, hint: str, kind: str) -> None:
    answer = web.tokens(user_agent)
    assert revoke(web, answer[kind], token_type_hint=hint).status_code == 200
    assert not is_good(answer)


def test_a_request_without_a_token_is_refused(web: RelyingParty, client: Client) -> None:
    response = web.post(client, "/o/revoke_token/", token="")
    assert (response.status_code, response.json()["error"]) == (400, "invalid_request")


@pytest.mark.spec("RFC 9068 section 5")
def test_a_machines_token_ends_alone_and_at_the_next_request(
    register: Callable[..., RelyingParty], client: Client
) -> None:
    machine = register(authorization_grant_type="client-credentials", redirect_uri="")
    first, second = (
        machine.token(client, grant_type="client_credentials", scope="reports:read").json()["access_token"]
        for _ in range(2)
    )
    assert [at_the_api(first), at_the_api(second)] == [200, 200]
    for _ in range(2):
        assert revoke(machine, first).status_code == 200
    assert [at_the_api(first), at_the_api(second)] == [401, 200]


@pytest.mark.spec("RFC 7009 section 2.1")
def test_another_machines_token_stays(register: Callable[..., RelyingParty], client: Client) -> None:
    owner, other = (register(authorization_grant_type="client-credentials", redirect_uri="") for _ in range(2))
    token = owner.token(client, grant_type="client_credentials", scope="reports:read").json()["access_token"]
    assert revoke(other, token).status_code == 200
    assert at_the_api(token) == 200


@pytest.mark.spec("RFC 7009 section 2.1")
def test_an_expired_token_still_names_the_grant_to_end(web: RelyingParty, user_agent: Client) -> None:
    answer = web.tokens(user_agent)
    with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=False):
        revoke(web, answer["access_token"])
        assert web.refresh(Client(), answer["refresh_token"]).status_code == 400


def test_a_token_with_another_signature_ends_nothing(web: RelyingParty, user_agent: Client) -> None:
    answer = web.tokens(user_agent)
    signed, _, signature = answer["access_token"].rpartition(".")
    assert revoke(web, f"{signed}.{signature[::-1]}").status_code == 200
    assert is_good(answer)


def at_the_api(token: str) -> int:
    return Client().get("/api/v1/reports/", headers={"authorization": f"Bearer {token}"}).status_code
