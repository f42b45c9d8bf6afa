"""Pairwise subjects: one for each sector, in everything that a client is told (OpenID Connect Core section 8)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import User
from oauth_server.protocol.models import Application
from tests.flows.conftest import sign_in
from tests.flows.oauth import ISSUER, RelyingParty, answer_of, claims_of
from tests.flows.registration import refused, registered

pytestmark = pytest.mark.spec("OpenID Connect Core section 8.1")
Pairwise = Callable[..., RelyingParty]


@pytest.fixture
def pairwise(register: Callable[..., RelyingParty]) -> Pairwise:
    """Return a function that registers a pairwise client of the sector that `host` is."""

    def register_pairwise(host: str, **fields: Any) -> RelyingParty:
        return register(
            name=f"On {host}",
            redirect_uri=f"https://{host}/callback",
            subject_type="pairwise",
            introspects=f"{ISSUER}/api",
            **fields,
        )

    return register_pairwise


def userinfo(answer: dict[str, Any]) -> dict[str, Any]:
    headers = {"authorization": f"Bearer {answer['access_token']}"}
    return dict(Client().get("/o/userinfo/", headers=headers).json())


def introspection(party: RelyingParty, answer: dict[str, Any]) -> dict[str, Any]:
    return dict(party.post(Client(), "/o/introspect/", token=answer["access_token"]).json())


def subjects(party: RelyingParty, user_agent: Client) -> set[str]:
    """Return every `sub` that a client is told of one sign-in, before and after a refresh."""
    answer = party.tokens(user_agent)
    told = {claims_of(answer["id_token"])["sub"], userinfo(answer)["sub"], introspection(party, answer)["sub"]}
    refreshed = party.refresh(Client(), answer["refresh_token"]).json()
    told |= {claims_of(refreshed["id_token"])["sub"], userinfo(refreshed)["sub"]}
    if "." in answer["access_token"]:
        told |= {claims_of(each["access_token"])["sub"] for each in (answer, refreshed)}
    return told


@pytest.mark.parametrize("form", ["jwt", "opaque"])
def test_everything_says_the_same_subject_to_one_client(
    pairwise: Pairwise, user_agent: Client, alice: User, form: str
) -> None:
    (told,) = subjects(pairwise("one.example.org", token_format=form), user_agent)
    assert told not in {str(alice.subject), str(alice.audit_key), str(alice.pk)}
    assert UUID(told).version == 4


def test_two_clients_of_a_sector_share_it_and_two_sectors_do_not(
    pairwise: Pairwise, web: RelyingParty, user_agent: Client, alice: User
) -> None:
    parties = [pairwise("one.example.org"), pairwise("one.example.org"), pairwise("two.example.org"), asking(web)]
    first, second, other, public = (subjects(party, user_agent) for party in parties)
    assert first == second
    assert len(first | other | public) == 3
    assert public == {str(alice.subject)}


def asking(web: RelyingParty) -> RelyingParty:
    """Return a public-subject client that may introspect its own tokens."""
    Application.objects.filter(client_id=web.client_id).update(introspects=f"{ISSUER}/api")
    return web


def test_it_is_the_same_at_every_sign_in_and_another_for_another_person(
    pairwise: Pairwise, user_agent: Client, bob_user_agent: Client
) -> None:
    party = pairwise("one.example.org")
    again = sign_in(Client(), "alice")
    assert subjects(party, user_agent) == subjects(party, again)
    assert not subjects(party, user_agent) & subjects(party, bob_user_agent)


@pytest.mark.spec("OpenID Connect Core section 5.3.2")
def test_signed_userinfo_and_requested_claims_say_it_too(pairwise: Pairwise, user_agent: Client) -> None:
    party = pairwise("one.example.org", userinfo_signed_response_alg="ES256")
    answer = party.tokens(user_agent, scope="openid email")
    headers = {"authorization": f"Bearer {answer['access_token']}"}
    signed = Client().get("/o/userinfo/", headers=headers).content.decode()
    assert claims_of(signed)["sub"] == claims_of(answer["id_token"])["sub"]


@pytest.mark.spec("OpenID Connect Registration section 5")
def test_a_client_that_registers_itself_is_of_the_sector_of_its_host(
    user_agent: Client, pairwise: Pairwise, settings: Any
) -> None:
    settings.REGISTRATION = "open"
    answer = registered(
        redirect_uris=["https://one.example.org/a", "https://one.example.org/b"], subject_type="pairwise"
    )
    application = Application.objects.get(client_id=answer["client_id"])
    itself = RelyingParty(application, answer["client_secret"], redirect_uri="https://one.example.org/b")
    told = claims_of(itself.tokens(user_agent, scope="openid")["id_token"])["sub"]
    assert {told} == subjects(pairwise("one.example.org"), user_agent)


def test_a_client_that_becomes_pairwise_is_told_the_new_subject_and_what_said_the_old_is_gone(
    web: RelyingParty, user_agent: Client
) -> None:
    before = web.tokens(user_agent, scope="openid offline_access account:read")
    Application.objects.update(subject_type="pairwise", sector="app.example.org")
    headers = {"authorization": f"Bearer {before['access_token']}"}
    assert Client().get("/o/userinfo/", headers=headers).status_code == 401
    assert Client().get("/api/whoami/", headers=headers).status_code == 401
    after = web.refresh(Client(), before["refresh_token"]).json()
    told = claims_of(after["id_token"])["sub"]
    assert told == userinfo(after)["sub"] == claims_of(after["access_token"])["sub"]
    assert told != claims_of(before["id_token"])["sub"]


@pytest.mark.spec("OpenID Connect Core section 3.1.2.1")
def test_a_hint_means_the_person_whom_the_client_knows_by_it(
    pairwise: Pairwise, user_agent: Client, bob_user_agent: Client
) -> None:
    party, other = pairwise("one.example.org"), pairwise("two.example.org")
    hint, foreign = (each.tokens(user_agent)["id_token"] for each in (party, other))
    silent = party.request(prompt="none", id_token_hint=hint)
    assert "code" in answer_of(user_agent.get("/o/authorize/", silent))
    assert answer_of(bob_user_agent.get("/o/authorize/", silent))["error"] == "login_required"
    foreign_hint = party.request(prompt="none", id_token_hint=foreign)
    assert answer_of(user_agent.get("/o/authorize/", foreign_hint))["error"] == "invalid_request"


@pytest.mark.spec("RFC 7662 section 5")
def test_introspection_does_not_tell_the_name_that_would_undo_it(pairwise: Pairwise, user_agent: Client) -> None:
    party = pairwise("one.example.org")
    answer = introspection(party, party.tokens(user_agent))
    assert answer["active"] is True
    assert "username" not in answer


@pytest.mark.spec("OpenID Connect Registration section 5")
@pytest.mark.parametrize(
    "metadata",
    [
        {"redirect_uris": ["http://127.0.0.1/callback"], "application_type": "native"},
        {"redirect_uris": ["http://localhost:1234/callback"], "application_type": "native"},
        {"redirect_uris": ["com.example.app:/callback"], "application_type": "native"},
        {"redirect_uris": ["https://one.example.org/", "https://two.example.org/"]},
    ],
)
def test_what_every_application_could_listen_at_is_no_sector(db: None, settings: Any, metadata: dict[str, Any]) -> None:
    settings.REGISTRATION, settings.DEMO = "open", False
    _, error, description = refused({**metadata, "subject_type": "pairwise"})
    assert (error, description.partition(":")[0]) == ("invalid_client_metadata", "subject_type")


def test_a_client_without_redirect_uris_claims_no_sector(db: None) -> None:
    device = Application(
        client_type=Application.CLIENT_PUBLIC,
        grant_types="urn:ietf:params:oauth:grant-type:device_code",
        sector_identifier_uri="https://one.example.org/sector.json",
        subject_type="pairwise",
    )
    with pytest.raises(ValidationError, match="pairwise needs redirect URIs"):
        device.full_clean()
