"""Who acts, one after the other, and that the end of one is the end of all (RFC 8693 section 4)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.utils.module_loading import import_string

from accounts.models import User
from accounts.services.credentials import disable_user, not_me
from oauth_server.protocol.models import Application
from oauth_server.protocol.services.grant_revocation import revoke_client_tokens
from oauth_server.vocabulary import TokenRefused
from tests.flows.oauth import RelyingParty, claims_of
from tests.flows.rfc8693.exchange import (
    ACCESS_TOKEN,
    API,
    at_the_api,
    exchange,
    exchanged,
    machine_token,
    refused,
    standing,
)

pytestmark = pytest.mark.spec("RFC 8693 section 4.1")
Server = Callable[..., RelyingParty]


def act(*parties: RelyingParty) -> dict[str, Any]:
    """Return the claim that names these, the last to act first."""
    inner: dict[str, Any] = {}
    for party in reversed(parties):
        inner = {"sub": party.client_id, "client_id": party.client_id, **({"act": inner} if inner else {})}
    return inner


@pytest.fixture
def line(server: Server, token: str) -> tuple[list[RelyingParty], list[str]]:
    """Three servers of the API that pass alice's call on, and her token with the three that came of it."""
    parties = [server(API, name=f"Server {number}") for number in range(3)]
    tokens = [token]
    for party in parties:
        tokens.append(exchanged(party, tokens[-1], resource=API)["access_token"])
    return parties, tokens


def test_actors_are_named_the_last_first_as_tokens_and_introspection_say(
    line: tuple[list[RelyingParty], list[str]],
) -> None:
    (first, second, third), tokens = line
    for token, actors in zip(tokens[1:], ((first,), (second, first), (third, second, first)), strict=True):
        assert claims_of(token)["act"] == act(*actors)
        assert standing(first, token)["act"] == act(*actors)
        assert at_the_api(token) == 200


def test_a_fourth_actor_is_refused(line: tuple[list[RelyingParty], list[str]]) -> None:
    parties, tokens = line
    for party in parties:
        assert refused(exchange(party, tokens[-1], resource=API)) == (400, "invalid_request")


@pytest.mark.spec("RFC 7009 section 2.1")
@pytest.mark.parametrize("end", range(4))
def test_revoking_any_token_of_the_line_ends_all(
    line: tuple[list[RelyingParty], list[str]], web: RelyingParty, end: int
) -> None:
    parties, tokens = line
    assert {at_the_api(token) for token in tokens} == {200}
    [web, *parties][end].post(Client(), "/o/revoke_token/", token=tokens[end])
    assert {at_the_api(token) for token in tokens} == {401}
    assert standing(parties[0], tokens[-1]) == {"active": False}


@pytest.mark.spec("RFC 7009 section 2.1")
def test_no_client_revokes_a_token_that_was_passed_on_to_another(
    line: tuple[list[RelyingParty], list[str]], web: RelyingParty
) -> None:
    parties, tokens = line
    web.post(Client(), "/o/revoke_token/", token=tokens[1])
    parties[0].post(Client(), "/o/revoke_token/", token=tokens[2])
    parties[2].post(Client(), "/o/revoke_token/", token=tokens[0])
    assert {at_the_api(token) for token in tokens} == {200}


@pytest.mark.parametrize("end", range(4))
@pytest.mark.parametrize("how", ["disabled", "deleted", "revoked"])
def test_a_client_that_is_gone_takes_with_it_what_it_passed_on(
    line: tuple[list[RelyingParty], list[str]], web: RelyingParty, end: int, how: str
) -> None:
    parties, tokens = line
    application = Application.objects.get(pk=[web, *parties][end].application.pk)
    if how == "disabled":
        Application.objects.filter(pk=application.pk).update(enabled=False)
    elif how == "revoked":
        revoke_client_tokens(application=application)
    elif end == 0:
        pytest.importorskip("django")
        Application.objects.filter(pk=application.pk).update(enabled=False)
    else:
        application.delete()
    alive = [at_the_api(token) for token in tokens]
    assert alive[end + 1 :] == [401] * (3 - end)
    if end == 0 or how != "revoked":
        assert alive[end] == 401
    assert alive[1:end] == [200] * (end - 1 if end else 0)


@pytest.mark.parametrize("event", [lambda user: disable_user(user=user, by=None), lambda user: not_me(user=user)])
def test_the_switch_ends_what_was_passed_on(
    line: tuple[list[RelyingParty], list[str]], alice: User, event: Callable[[User], None]
) -> None:
    parties, tokens = line
    event(alice)
    assert {at_the_api(token) for token in tokens} == {401}
    assert standing(parties[0], tokens[-1]) == {"active": False}
    assert refused(exchange(parties[0], tokens[0])) == (400, "invalid_request")


def test_signing_out_ends_what_was_passed_on(line: tuple[list[RelyingParty], list[str]], user_agent: Client) -> None:
    user_agent.post("/accounts/logout/")
    assert {at_the_api(token) for token in line[1]} == {401}


@pytest.mark.parametrize("form", ["", "opaque"])
@pytest.mark.parametrize("end", range(3))
def test_a_machines_line_ends_at_either_end(server: Server, form: str, end: int) -> None:
    parties = [server(API, name=f"Server {number}", token_format=form) for number in range(3)]
    tokens = [machine_token(parties[0], scope="reports:read")]
    for party in parties[1:]:
        tokens.append(exchanged(party, tokens[-1], resource=API)["access_token"])
    other = machine_token(parties[0], scope="reports:read")
    assert {at_the_api(token, "/api/v1/reports/") for token in (*tokens, other)} == {200}
    parties[end].post(Client(), "/o/revoke_token/", token=tokens[end])
    assert {at_the_api(token, "/api/v1/reports/") for token in tokens} == {401}
    assert at_the_api(other, "/api/v1/reports/") == 200


@pytest.mark.parametrize("form", ["", "opaque"])
def test_a_machine_whose_tokens_were_ended_is_passed_on_no_more(server: Server, form: str) -> None:
    batch, api = server(name="A batch job", token_format=form), server(API, token_format=form)
    token = exchanged(api, machine_token(batch, scope="reports:read"), resource=API)["access_token"]
    assert at_the_api(token, "/api/v1/reports/") == 200
    revoke_client_tokens(application=Application.objects.get(pk=batch.application.pk))
    assert at_the_api(token, "/api/v1/reports/") == 401


def test_the_actor_is_the_one_of_the_actor_token(server: Server, api: RelyingParty, token: str) -> None:
    worker = server(name="A worker")
    actor = machine_token(worker, scope="reports:read")
    answer = exchanged(api, token, resource=API, actor_token=actor, actor_token_type=ACCESS_TOKEN)
    assert claims_of(answer["access_token"])["act"] == act(worker)
    assert claims_of(answer["access_token"])["client_id"] == api.client_id
    assert answer["scope"] == "account:read todo:read todo:write"
    worker.post(Client(), "/o/revoke_token/", token=actor)
    assert at_the_api(answer["access_token"]) == 401


def test_an_actor_that_is_gone_acts_no_more(server: Server, api: RelyingParty, token: str) -> None:
    worker = server(name="A worker")
    actor: dict[str, Any] = {
        "actor_token": machine_token(worker, scope="reports:read"),
        "actor_token_type": ACCESS_TOKEN,
    }
    answer = exchanged(api, token, resource=API, **actor)
    Application.objects.filter(pk=worker.application.pk).update(enabled=False)
    assert at_the_api(answer["access_token"]) == 401
    assert refused(exchange(api, token, resource=API, **actor)) == (400, "invalid_request")


def test_a_token_that_was_not_sent_to_this_client_names_no_actor(
    server: Server, tools: RelyingParty, api: RelyingParty, token: str
) -> None:
    stranger = machine_token(server(name="A stranger"), scope="todo:read", resource=f"{API[:-4]}/mcp")
    response = exchange(api, token, actor_token=stranger, actor_token_type=ACCESS_TOKEN)
    assert refused(response) == (400, "invalid_request")


def test_a_person_acts_for_nobody_by_a_token_alone(
    user_agent: Client, bob_user_agent: Client, web: RelyingParty, api: RelyingParty
) -> None:
    alices, bobs = (agent.tokens for agent in (web, web))
    subject, actor = alices(user_agent)["access_token"], bobs(bob_user_agent)["access_token"]
    response = exchange(api, subject, actor_token=actor, actor_token_type=ACCESS_TOKEN)
    assert refused(response) == (400, "invalid_request")


def test_an_actor_of_another_actor_is_refused(server: Server, api: RelyingParty, token: str) -> None:
    passed_on = exchanged(api, machine_token(server(name="A worker"), scope="reports:read"), resource=API)
    response = exchange(api, token, actor_token=passed_on["access_token"], actor_token_type=ACCESS_TOKEN)
    assert refused(response) == (400, "invalid_request")


@pytest.mark.parametrize("ended", [False, True])
def test_what_was_passed_on_costs_the_guard_one_statement(
    line: tuple[list[RelyingParty], list[str]], ended: bool, django_assert_num_queries: Any
) -> None:
    parties, tokens = line
    if ended:
        parties[0].post(Client(), "/o/revoke_token/", token=tokens[1])
    verify = import_string(settings.ACCESS_TOKEN_VERIFIER)
    with django_assert_num_queries(1):
        if ended:
            with pytest.raises(TokenRefused):
                verify(tokens[3], RequestFactory().get("/api/"))
        else:
            assert verify(tokens[3], RequestFactory().get("/api/")).actor == act(*reversed(parties))
