"""What a client that registered itself can do, and what a person is told of it (RFC 7591 section 5)."""

from typing import Any

import pytest
from django.test import Client

from oauth_server.protocol.models import Application
from tests.flows.oauth import RelyingParty, allow
from tests.flows.registration import REGISTER, post, registered

pytestmark = pytest.mark.django_db
CODE = ["authorization_code", "refresh_token"]


@pytest.fixture(autouse=True)
def open_to_all(settings: Any) -> None:
    """Registration by whoever comes."""
    settings.REGISTRATION = "open"


def party_of(client: dict[str, Any]) -> RelyingParty:
    application = Application.objects.get(client_id=client["client_id"])
    return RelyingParty(application, client.get("client_secret", ""), client["redirect_uris"][0])


@pytest.mark.spec("RFC 7591 section 3.2.1")
@pytest.mark.parametrize("method", ["client_secret_basic", "none"])
def test_a_client_that_registered_itself_signs_a_person_in(user_agent: Client, method: str) -> None:
    party = party_of(registered(grant_types=CODE, token_endpoint_auth_method=method))
    tokens = party.tokens(user_agent, scope="openid profile todo:read")
    assert {"access_token", "id_token", "refresh_token"} <= tokens.keys()
    assert party.refresh(Client(), tokens["refresh_token"]).status_code == 200
    bearer = {"authorization": f"Bearer {tokens['access_token']}"}
    assert Client().get("/o/userinfo/", headers=bearer).status_code == 200


@pytest.mark.spec("RFC 7591 section 5")
def test_a_person_is_asked_each_time_and_told_that_nobody_vouches_for_the_client(user_agent: Client) -> None:
    party = party_of(registered(grant_types=CODE))
    page = user_agent.get("/o/authorize/", party.request(), follow=True)
    assert b"Unverified" in page.content
    party.tokens(user_agent)
    assert "/consent/" in user_agent.get("/o/authorize/", party.request())["Location"]
    Application.objects.update(skip_authorization=True, hosts_verified=True)
    silent = user_agent.get("/o/authorize/", party.request(prompt="none"))
    assert "error=consent_required" in silent["Location"]


@pytest.mark.spec("RFC 7591 section 5")
def test_a_scope_beyond_its_registration_is_refused(user_agent: Client) -> None:
    party = party_of(registered(scope="openid todo:read admin:read"))
    for scope in ("openid admin:read", "openid todo:write"):
        assert "error=invalid_scope" in user_agent.get("/o/authorize/", party.request(scope=scope))["Location"]
    assert "code" in allow(user_agent, user_agent.get("/o/authorize/", party.request(scope="openid todo:read")))


@pytest.mark.spec("RFC 7591 section 3")
def test_a_page_of_an_active_client_reads_the_answers_and_no_other_page_does() -> None:
    own, other = "https://spa.example.org", "https://other.example.org"
    registered(redirect_uris=[f"{own}/callback"], token_endpoint_auth_method="none")
    for origin, allowed in ((own, own), (other, None)):
        assert post({}, origin=origin).headers.get("Access-Control-Allow-Origin") == allowed
        preflight = Client().options(REGISTER, headers={"origin": origin, "access-control-request-method": "POST"})
        assert preflight.headers.get("Access-Control-Allow-Origin") == allowed
