"""A sign-in has a `sid` of its own for each sector, so that two cannot compare (OpenID Connect Core section 17.3)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from oauth_server.protocol.models import Application, LogoutDelivery
from tests.flows.conftest import sign_in
from tests.flows.oauth import ISSUER, RelyingParty, claims_of

pytestmark = pytest.mark.spec("OpenID Connect Core section 17.3")


@pytest.fixture
def one(register: Callable[..., RelyingParty]) -> RelyingParty:
    """A pairwise client."""
    return register(subject_type="pairwise", introspects=f"{ISSUER}/api")


@pytest.fixture
def two(register: Callable[..., RelyingParty]) -> RelyingParty:
    """A pairwise client of another sector."""
    redirect_uri = "https://two.example.org/callback"
    return register(subject_type="pairwise", redirect_uri=redirect_uri, introspects=f"{ISSUER}/api")


def sids(party: RelyingParty, user_agent: Client) -> set[str]:
    """Return every `sid` that a client is told of one sign-in."""
    answer = party.tokens(user_agent)
    asked: dict[str, Any] = party.post(Client(), "/o/introspect/", token=answer["access_token"]).json()
    return {claims_of(answer["id_token"])["sid"], claims_of(answer["access_token"])["sid"], asked["sid"]}


def test_a_sector_has_its_own_and_public_clients_share_one(
    one: RelyingParty, two: RelyingParty, web: RelyingParty, spa: RelyingParty, user_agent: Client
) -> None:
    first, second = sids(one, user_agent), sids(two, user_agent)
    public = {claims_of(each.tokens(user_agent)["id_token"])["sid"] for each in (web, spa)}
    assert (len(first), len(second), len(public)) == (1, 1, 1)
    assert len(first | second | public) == 3


def test_each_sign_in_has_its_own(one: RelyingParty, user_agent: Client) -> None:
    assert sids(one, user_agent) == sids(one, user_agent)
    assert not sids(one, user_agent) & sids(one, sign_in(Client(), "alice"))


@pytest.mark.spec("OpenID Connect RP-Initiated Logout 1.0 section 2")
def test_the_hint_of_a_pairwise_client_signs_out_of_its_sign_in_at_once(one: RelyingParty, user_agent: Client) -> None:
    hint = one.tokens(user_agent)["id_token"]
    other = sign_in(Client(), "alice")
    assert other.get("/o/logout/", {"id_token_hint": hint}).context["hidden"]
    assert other.get("/api/whoami/").status_code == 200
    user_agent.get("/o/logout/", {"id_token_hint": hint})
    assert user_agent.get("/api/whoami/").status_code == 401
    assert other.get("/api/whoami/").status_code == 200


@pytest.mark.spec("OpenID Connect RP-Initiated Logout 1.0 section 2")
def test_the_hint_of_a_client_that_is_no_more_only_leads_to_the_question(one: RelyingParty, user_agent: Client) -> None:
    hint = one.tokens(user_agent)["id_token"]
    one.application.enabled = False
    one.application.save()
    assert user_agent.get("/o/logout/", {"id_token_hint": hint}).context["hidden"]
    assert user_agent.get("/api/whoami/").status_code == 200


@pytest.mark.spec("OpenID Connect Back-Channel Logout 1.0 section 2.4")
def test_each_client_is_told_of_the_end_as_it_knows_it(
    one: RelyingParty, two: RelyingParty, user_agent: Client
) -> None:
    Application.objects.update(backchannel_logout_uri="https://app.example.org/logout")
    known = [claims_of(party.tokens(user_agent)["id_token"]) for party in (one, two)]
    user_agent.get("/o/logout/", {"id_token_hint": one.tokens(user_agent)["id_token"]})
    told = {(row.application.client_id, row.subject, str(row.sid)) for row in LogoutDelivery.objects.all()}
    assert told == {(claims["aud"], claims["sub"], claims["sid"]) for claims in known}
    assert len({sid for _, _, sid in told}) == 2
