"""The playground: a request is built, walked, exchanged and explained; nobody else's answer is taken for one's own."""

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client

from oauth_server.protocol.models import Grant
from tests.flows.developer.steps import CALLBACK, PATH, SCOPES, answered, built, step, tokens_of, walked
from tests.flows.oauth import ISSUER, decided


@pytest.mark.parametrize("fields", [{}, {"par": "on"}, {"response_mode": "query.jwt"}, {"max_age": "600"}])
def test_the_way_ends_with_tokens_whose_every_check_holds(user_agent: Client, fields: dict[str, str]) -> None:
    page = walked(user_agent, **fields)
    shown = page.context["tokens"]
    assert [token.title for token in shown] == ["ID token", "Access token", "Refresh token"]
    assert all(good for token in shown for good, _ in token.checks)
    claims = {member.name: member.value for member in shown[0].members}
    assert claims["aud"] == "playground"
    assert all(member.section or member.name in ("grant", "client_epoch") for member in shown[1].members)


def test_the_answer_may_come_by_a_form(user_agent: Client) -> None:
    response = decided(user_agent, user_agent.get(built(user_agent, response_mode="form_post")))
    assert response.context["action"] == f"{ISSUER}{CALLBACK}"
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = user_agent.cookies
    assert strict.post(CALLBACK, response.context["parameters"]).status_code == 303
    assert "access_token" in tokens_of(user_agent)


def test_the_api_is_called_with_its_token_and_the_answer_is_shown_with_the_decision(user_agent: Client) -> None:
    walked(user_agent)
    page = step(user_agent, "call", path="/api/whoami/")
    assert page.context["kept"]["call"]["status"] == 200
    assert "alice" in page.content.decode()
    page = step(user_agent, "call", path="/o/userinfo/")
    assert '"sub"' in page.context["kept"]["call"]["body"]
    refused = step(user_agent, "call", path="/api/v1/todo/").context["kept"]["call"]
    assert refused["status"] == 403
    assert refused["decision"]
    assert "insufficient_scope" in refused["headers"]["WWW-Authenticate"]


def test_only_addresses_of_the_list_are_called(user_agent: Client) -> None:
    walked(user_agent)
    for path in ("/admin/", "/api/token/", "https://elsewhere.example/", "/o/token/", ""):
        assert "call" not in step(user_agent, "call", path=path).context["kept"]


def test_it_refreshes_revokes_and_sees_the_token_refused_on_the_next_request(user_agent: Client) -> None:
    walked(user_agent)
    before = tokens_of(user_agent)
    shown = step(user_agent, "refresh").context["tokens"]
    assert all(good for token in shown for good, _ in token.checks)
    assert tokens_of(user_agent)["refresh_token"] != before["refresh_token"]
    step(user_agent, "revoke")
    assert step(user_agent, "call", path="/api/whoami/").context["kept"]["call"]["status"] == 401


def test_starting_over_ends_the_tokens_and_forgets_them(user_agent: Client) -> None:
    walked(user_agent)
    token = tokens_of(user_agent)["access_token"]
    page = step(user_agent, "start-over")
    assert "playground" not in user_agent.session
    assert "kept" not in page.context
    assert Client().get("/api/whoami/", headers={"authorization": f"Bearer {token}"}).status_code == 401


def test_a_refusal_is_shown_and_nothing_is_exchanged(user_agent: Client) -> None:
    answered(user_agent, built(user_agent), decision="deny")
    page = user_agent.get(PATH)
    assert page.context["kept"]["refusal"]["error"] == "access_denied"
    assert not page.context["tokens"]


def _forged(kept: dict[str, Any], answer: dict[str, str]) -> list[dict[str, str]]:
    good = {"code": answer["code"], "state": kept["state"], "iss": ISSUER}
    return [
        {**good, "state": "another"},
        {**good, "state": ""},
        {name: value for name, value in good.items() if name != "state"},
        {**good, "iss": "https://mix-up.example"},
        {name: value for name, value in good.items() if name != "iss"},
        {"response": "e30.e30.e30", "state": kept["state"], "iss": ISSUER},
        {},
    ]


@pytest.mark.spec("RFC 9700 section 4.7")
def test_no_answer_of_another_request_or_server_is_exchanged(user_agent: Client, bob_user_agent: Client) -> None:
    url = built(user_agent)
    location = decided(user_agent, user_agent.get(url))["Location"]
    answer = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
    kept = dict(user_agent.session["playground"])
    for told in _forged(kept, answer):
        response = user_agent.get(f"{CALLBACK}?{urlencode(told)}")
        assert (response.status_code, response["Location"]) == (303, PATH)
        assert not tokens_of(user_agent)
    bob_user_agent.post(PATH, {"step": "build", "client": "playground", "scope": SCOPES})
    bob_user_agent.get(location.removeprefix(ISSUER))
    assert not tokens_of(bob_user_agent)
    user_agent.get(location.removeprefix(ISSUER))
    assert "access_token" in tokens_of(user_agent), "what was forged before has spent nothing"


def test_an_answer_is_taken_once(user_agent: Client) -> None:
    location = decided(user_agent, user_agent.get(built(user_agent)))["Location"].removeprefix(ISSUER)
    user_agent.get(location)
    first = tokens_of(user_agent)
    user_agent.get(location)
    assert tokens_of(user_agent) == first
    assert Grant.objects.filter(revoked_at=None).count() == 1


def test_an_answer_without_a_sign_in_leads_to_no_address_that_holds_the_code(db: None) -> None:
    response = Client().get(f"{CALLBACK}?code=secret&state=x&iss={ISSUER}")
    assert response["Location"] == PATH
    assert "secret" not in Client().get(PATH)["Location"]


@pytest.mark.parametrize(
    "fields",
    [
        {"step": "build", "client": "\x00", "scope": "\x00"},
        {"step": "build", "client": "playground", "claims": "{" * 5000, "max_age": "9" * 4000, "par": "on"},
        {"step": "build", "client": "playground", "scope": ["nonsense", "admin:act"], "prompt": "x\x00"},
        {"step": "call", "path": "\x00"},
        {"step": "refresh"},
        {"step": "revoke"},
        {"step": "\x00"},
        {},
    ],
)
def test_whatever_is_posted_is_answered(user_agent: Client, fields: dict[str, Any]) -> None:
    assert user_agent.post(PATH, fields).status_code == 303
    assert user_agent.get(PATH).status_code == 200


def test_signing_out_forgets_it_and_ends_its_tokens(user_agent: Client) -> None:
    walked(user_agent)
    token = tokens_of(user_agent)["access_token"]
    user_agent.post("/accounts/logout/")
    assert Client().get("/api/whoami/", headers={"authorization": f"Bearer {token}"}).status_code == 401
