"""What a client is sent when a sign-in ends, and when (OpenID Connect Back-Channel Logout 1.0)."""

import time
from collections.abc import Callable
from typing import Any, Final

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from oauth_server.protocol.models import LogoutDelivery
from tests.flows.answers import opened_jwt
from tests.flows.back_channel_logout.receiver import Receiver
from tests.flows.conftest import PASSWORD, sign_in
from tests.flows.oauth import CALLBACK, ISSUER, RelyingParty, allow, claims_of
from tests.flows.rfc8628.device import begin, decide

SPEC: Final = "OpenID Connect Back-Channel Logout 1.0"
EVENT: Final = "http://schemas.openid.net/event/backchannel-logout"
CORE: Final = "openid account:read"
OFFLINE: Final = "openid account:read offline_access"


def sign_out(user_agent: Client) -> None:
    assert user_agent.post("/accounts/logout/").status_code == 302


def told(receiver: Receiver) -> list[dict[str, Any]]:
    """Return the claims of what came, each verified as a client does."""
    return [opened_jwt(token)[1] for token in receiver.tokens]


@pytest.mark.spec(f"{SPEC} section 2.1")
def test_the_metadata_says_so(client: Client, db: None) -> None:
    for document in ("openid-configuration", "oauth-authorization-server"):
        metadata = client.get(f"/.well-known/{document}").json()
        assert metadata["backchannel_logout_supported"] is True
        assert metadata["backchannel_logout_session_supported"] is True


@pytest.mark.spec(f"{SPEC} section 2.4")
def test_the_token_says_whose_sign_in_has_ended(
    user_agent: Client, rp: RelyingParty, receiver: Receiver, worker: Callable[[], int]
) -> None:
    id_token = claims_of(rp.tokens(user_agent, scope=CORE)["id_token"])
    sign_out(user_agent)
    before = int(time.time())
    assert worker() == 1
    header, claims = opened_jwt(receiver.tokens[0])
    assert header["typ"] == "logout+jwt"
    assert set(claims) == {"iss", "sub", "aud", "iat", "exp", "jti", "events", "sid"}
    assert (claims["iss"], claims["aud"]) == (ISSUER, rp.client_id)
    assert (claims["sub"], claims["sid"]) == (id_token["sub"], id_token["sid"])
    assert claims["events"] == {EVENT: {}}
    assert claims["exp"] - claims["iat"] == 120
    assert before <= claims["iat"] <= time.time()


@pytest.mark.spec(f"{SPEC} section 2.5")
def test_it_is_posted_as_a_form_to_the_registered_address_once(
    user_agent: Client, rp: RelyingParty, receiver: Receiver, worker: Callable[[], int]
) -> None:
    rp.tokens(user_agent)
    rp.tokens(user_agent)
    sign_out(user_agent)
    worker()
    assert worker() == 0
    assert [list(form) for form in receiver.forms] == [["logout_token"]]
    assert receiver.types == ["application/x-www-form-urlencoded"]
    assert receiver.paths == ["/logout?of=client"]


@pytest.mark.spec(f"{SPEC} section 2.6")
@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256", "EdDSA"])
def test_it_is_signed_as_the_clients_id_tokens_are(
    user_agent: Client,
    register: Callable[..., RelyingParty],
    receiver: Receiver,
    worker: Callable[[], int],
    algorithm: str,
) -> None:
    register(backchannel_logout_uri=receiver.url, id_token_signed_response_alg=algorithm).tokens(user_agent)
    sign_out(user_agent)
    worker()
    assert opened_jwt(receiver.tokens[0])[0]["alg"] == algorithm


@pytest.mark.spec(f"{SPEC} section 2.4")
def test_a_pairwise_client_is_told_of_the_subject_and_the_sid_that_it_knows(
    user_agent: Client, register: Callable[..., RelyingParty], receiver: Receiver, worker: Callable[[], int]
) -> None:
    rp = register(backchannel_logout_uri=receiver.url, subject_type="pairwise")
    id_token = claims_of(rp.tokens(user_agent)["id_token"])
    public = user_agent.session["sid"]
    sign_out(user_agent)
    worker()
    (claims,) = told(receiver)
    assert {name: claims[name] for name in ("sub", "sid")} == {name: id_token[name] for name in ("sub", "sid")}
    assert claims["sid"] != public


@pytest.mark.spec(f"{SPEC} section 2.4")
def test_a_logout_token_is_no_credential_no_hint_and_no_id_token(
    user_agent: Client, rp: RelyingParty, receiver: Receiver, worker: Callable[[], int]
) -> None:
    rp.tokens(user_agent)
    sign_out(user_agent)
    worker()
    token = receiver.tokens[0]
    bearer = {"authorization": f"Bearer {token}"}
    assert [Client().get(path, headers=bearer).status_code for path in ("/api/whoami/", "/o/userinfo/")] == [401, 401]
    again = sign_in(Client(), "alice")
    assert again.get("/o/logout/", {"id_token_hint": token}).status_code == 400
    assert "invalid_request" in again.get("/o/authorize/", rp.request(id_token_hint=token))["Location"]
    assert again.get("/api/whoami/").status_code == 200


@pytest.mark.spec(f"{SPEC} section 2.7")
@pytest.mark.parametrize("scope", [CORE, OFFLINE, "account:read"])
def test_a_client_whose_grant_is_over_or_goes_on_is_told_too(
    user_agent: Client, rp: RelyingParty, receiver: Receiver, worker: Callable[[], int], scope: str
) -> None:
    tokens = rp.tokens(user_agent, scope=scope)
    if scope == CORE:
        rp.post(Client(), "/o/revoke_token/", token=tokens["refresh_token"])
    sign_out(user_agent)
    worker()
    assert len(receiver.forms) == 1
    lives = scope == OFFLINE
    assert (rp.refresh(Client(), tokens["refresh_token"]).status_code == 200) == lives


@pytest.mark.spec(f"{SPEC} section 2.7")
def test_a_client_that_never_fetched_its_tokens_or_never_asked_is_told_nothing(
    user_agent: Client, rp: RelyingParty, register: Callable[..., RelyingParty], receiver: Receiver
) -> None:
    allow(user_agent, user_agent.get("/o/authorize/", rp.request()))
    register(name="Elsewhere", backchannel_logout_uri=receiver.url)
    sign_out(user_agent)
    assert not LogoutDelivery.objects.exists()


@pytest.mark.spec(f"{SPEC} section 2.5")
def test_each_sign_in_and_each_person_by_themselves(
    user_agent: Client, bob_user_agent: Client, rp: RelyingParty, receiver: Receiver, worker: Callable[[], int]
) -> None:
    other = sign_in(Client(), "alice")
    sids = {claims_of(rp.tokens(browser)["id_token"])["sid"] for browser in (user_agent, other, bob_user_agent)}
    assert len(sids) == 3
    sign_out(user_agent)
    worker()
    assert len(told(receiver)) == 1
    assert other.get("/api/whoami/").status_code == bob_user_agent.get("/api/whoami/").status_code == 200


@pytest.mark.spec(f"{SPEC} section 2.7")
def test_every_client_of_a_sign_in_is_told_with_its_own_audience(
    user_agent: Client,
    rp: RelyingParty,
    register: Callable[..., RelyingParty],
    receiver: Receiver,
    worker: Callable[[], int],
) -> None:
    second = register(name="Another", backchannel_logout_uri=receiver.url)
    silent = register(name="A third")
    for party in (rp, second, silent):
        party.tokens(user_agent)
    sign_out(user_agent)
    worker()
    claims = told(receiver)
    assert {told["aud"] for told in claims} == {rp.client_id, second.client_id}
    assert len({told["jti"] for told in claims}) == 2


@pytest.mark.spec(f"{SPEC} section 2.7")
def test_the_client_of_a_device_is_told(
    user_agent: Client, register: Callable[..., RelyingParty], receiver: Receiver, worker: Callable[[], int]
) -> None:
    device_code = "urn:ietf:params:oauth:grant-type:device_code"
    rp = register(backchannel_logout_uri=receiver.url, grant_types=f"authorization_code refresh_token {device_code}")
    device = begin(rp, scope=CORE)
    decide(user_agent, device)
    assert device.poll().status_code == 200
    sign_out(user_agent)
    worker()
    assert len(receiver.forms) == 1


def page(user_agent: Client, rp: RelyingParty) -> None:
    sign_out(user_agent)


def end_session(user_agent: Client, rp: RelyingParty) -> None:
    hint = rp.tokens(user_agent)["id_token"]
    parameters = {"id_token_hint": hint, "post_logout_redirect_uri": "https://app.example.org/signed-out"}
    assert user_agent.get("/o/logout/", parameters).status_code == 302


def api(user_agent: Client, rp: RelyingParty) -> None:
    assert user_agent.post("/api/logout/", content_type="application/json").status_code == 200


def signed_in_again(user_agent: Client, rp: RelyingParty) -> None:
    credentials = {"username": "bob", "password": PASSWORD}
    answer = user_agent.post("/api/login/", credentials, content_type="application/json")
    assert answer.status_code == 200, answer.content


@pytest.mark.spec(f"{SPEC} section 2")
@pytest.mark.parametrize("way", [page, end_session, api, signed_in_again])
def test_wherever_a_person_signs_out(
    user_agent: Client,
    bob_user_agent: Client,
    rp: RelyingParty,
    receiver: Receiver,
    worker: Callable[[], int],
    way: Callable[[Client, RelyingParty], None],
) -> None:
    rp.tokens(user_agent)
    way(user_agent, rp)
    worker()
    assert len(receiver.forms) == 1


@pytest.mark.spec(f"{SPEC} section 2")
def test_a_code_that_is_exchanged_after_the_end_gets_nothing_and_nobody_is_told(
    user_agent: Client, rp: RelyingParty
) -> None:
    code = allow(user_agent, user_agent.get("/o/authorize/", rp.request(redirect_uri=CALLBACK)))["code"]
    sign_out(user_agent)
    assert rp.exchange(Client(), code).status_code == 400
    assert not LogoutDelivery.objects.exists()


def test_telling_costs_one_statement_more_however_many_are_told(
    user_agent: Client, rp: RelyingParty, register: Callable[..., RelyingParty], receiver: Receiver
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as statements:
            sign_out(user_agent)
        number = len(statements)
        sign_in(user_agent, "alice")
        return number

    without = cost()
    parties = [rp, *(register(name=f"No {number}", backchannel_logout_uri=receiver.url) for number in range(4))]
    for party in parties:
        party.tokens(user_agent)
    assert cost() == without + 1
    assert LogoutDelivery.objects.count() == len(parties)
