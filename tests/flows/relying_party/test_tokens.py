"""What a relying party does with its tokens: refresh, introspection, revocation, client credentials."""

import pytest
from authlib.integrations.base_client import OAuthError

from tests.live.person import Person
from tests.live.relying_party import POST, RelyingParty
from tests.live.server import LiveServer


@pytest.mark.spec("RFC 6749 section 6")
def test_a_refresh_gives_new_tokens_that_work(web: RelyingParty, person: Person) -> None:
    tokens = web.tokens(person)
    fresh = web.refresh(tokens["refresh_token"])
    assert fresh["refresh_token"] != tokens["refresh_token"]
    assert fresh["access_token"] != tokens["access_token"]
    assert web.api("/api/whoami/", fresh).status_code == 200


@pytest.mark.spec("RFC 9700 section 4.14.2")
def test_a_lost_answer_may_be_asked_for_once_more(web: RelyingParty, person: Person) -> None:
    spent = web.tokens(person)["refresh_token"]
    first, again = web.refresh(spent), web.refresh(spent)
    assert again["refresh_token"] == first["refresh_token"]
    with pytest.raises(OAuthError, match="invalid_grant"):
        web.refresh(spent)
    assert web.refresh(again["refresh_token"])["access_token"]


@pytest.mark.spec("RFC 9700 section 4.14.2")
def test_a_token_reused_after_its_successor_was_ends_the_family(native: RelyingParty, person: Person) -> None:
    spent = native.tokens(person)["refresh_token"]
    successor = native.refresh(spent)["refresh_token"]
    last = native.refresh(successor)
    with pytest.raises(OAuthError, match="invalid_grant"):
        native.refresh(spent)
    with pytest.raises(OAuthError, match="invalid_grant"):
        native.refresh(last["refresh_token"])
    assert native.api("/api/whoami/", last).status_code == 401


@pytest.mark.spec("RFC 7662 section 2.2")
def test_the_resource_server_learns_what_a_token_is_good_for(
    web: RelyingParty, resource_server: RelyingParty, person: Person
) -> None:
    tokens = web.tokens(person)
    answer = resource_server.introspect(tokens["access_token"])
    assert answer["active"] is True
    assert answer["client_id"] == web.client_id
    assert set(answer["scope"].split()) == {"openid", "account:read"}
    assert answer["sub"] == web.id_token(tokens)["sub"]
    assert answer["aud"] == f"{web.server.issuer}/api"


@pytest.mark.spec("RFC 7662 section 2.2")
def test_introspection_says_nothing_of_a_token_that_is_none(resource_server: RelyingParty) -> None:
    assert resource_server.introspect("no-token-of-this-server") == {"active": False}


@pytest.mark.spec("RFC 7009 section 2.1")
@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_a_revoked_token_is_refused_at_the_next_request(
    web: RelyingParty, resource_server: RelyingParty, person: Person, kind: str
) -> None:
    tokens = web.tokens(person)
    assert web.revoke(tokens[kind], kind).status_code == 200
    assert web.api("/api/whoami/", tokens).status_code == 401
    assert web.userinfo(tokens).status_code == 401
    assert resource_server.introspect(tokens["access_token"]) == {"active": False}
    with pytest.raises(OAuthError, match="invalid_grant"):
        web.refresh(tokens["refresh_token"])


@pytest.mark.spec("RFC 7009 section 2.2")
def test_a_revocation_of_an_unknown_token_is_no_error(web: RelyingParty) -> None:
    answer = web.revoke("no-token-of-this-server")
    assert answer.status_code == 200
    assert "html" not in answer.headers.get("Content-Type", "")


@pytest.mark.spec("RFC 6749 section 4.4")
def test_a_machine_gets_a_token_of_its_own(live: LiveServer) -> None:
    machine = RelyingParty(live, "Nightly report")
    with machine.session(scope="reports:read") as session:
        tokens = session.fetch_token(machine.metadata["token_endpoint"], grant_type="client_credentials")
    assert tokens["token_type"] == "Bearer"
    assert "refresh_token" not in tokens
    assert machine.api("/api/status/", tokens).status_code == 200
    assert machine.api("/api/v1/todo/", tokens).status_code == 403


@pytest.mark.spec("RFC 7591 section 2")
def test_a_secret_by_another_method_than_the_registered_one_is_refused(live: LiveServer) -> None:
    machine = RelyingParty(live, "Nightly report", method=POST)
    with machine.session(scope="reports:read") as session, pytest.raises(OAuthError, match="client_secret_basic"):
        session.fetch_token(machine.metadata["token_endpoint"], grant_type="client_credentials")


@pytest.mark.spec("RFC 6749 section 5.2")
def test_a_wrong_secret_is_answered_with_the_basic_challenge(web: RelyingParty, person: Person) -> None:
    refresh_token = web.tokens(person)["refresh_token"]
    web.client_secret = "not the secret"
    with web.session() as session:
        form = {"grant_type": "refresh_token", "refresh_token": refresh_token}
        endpoint = web.metadata["token_endpoint"]
        answer = session.post(endpoint, data=form, auth=(web.client_id, web.client_secret), withhold_token=True)
    assert answer.status_code == 401
    assert answer.json()["error"] == "invalid_client"
    assert answer.headers["WWW-Authenticate"].startswith("Basic")
