"""A client administers its own registration, and nobody else's (RFC 7592)."""

from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from django.test import Client

from accounts.models import AuditEvent
from oauth_server.protocol.models import AccessToken, Application, Grant
from oauth_server.protocol.services import registration_management
from oauth_server.protocol.services.client_secrets import rotate_secret
from tests.flows.client_keys import JWKS
from tests.flows.oauth import RelyingParty
from tests.flows.registration import GOOD, initial_access_token, manage, registered

pytestmark = pytest.mark.django_db
OURS = ("registration_access_token", "registration_client_uri", "client_secret_expires_at", "client_id_issued_at")


@pytest.fixture(autouse=True)
def open_to_all(settings: Any) -> None:
    """Registration by whoever comes."""
    settings.REGISTRATION = "open"


def changed(client: dict[str, Any], **members: Any) -> dict[str, Any]:
    """Return the body of an update: what was registered, without what the server says, with changes."""
    return {name: value for name, value in client.items() if name not in OURS} | members


@pytest.mark.spec("RFC 7592 section 2.1")
def test_a_client_reads_what_it_is_registered_as() -> None:
    client = registered(scope="openid")
    response = manage("GET", client)
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    assert response.json() == {name: value for name, value in client.items() if name != "client_secret"}


@pytest.mark.spec("RFC 7592 section 2")
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_only_its_own_token_opens_a_registration(method: str) -> None:
    client, other = registered(), registered()
    wrong = [other["registration_access_token"], "", "unknown", client["client_secret"], initial_access_token()]
    unknown = {
        **client,
        "registration_client_uri": client["registration_client_uri"].replace(client["client_id"], "no"),
    }
    answers = [manage(method, client, changed(client), token=token) for token in wrong]
    answers.append(manage(method, unknown, changed(client)))
    assert {answer.status_code for answer in answers} == {401}
    assert {answer.content for answer in answers} == {answers[0].content}
    assert all(answer["WWW-Authenticate"].startswith("Bearer") for answer in answers)
    assert Application.objects.count() == 2


@pytest.mark.spec("RFC 7592 section 2")
def test_a_client_that_an_administrator_made_or_disabled_has_no_such_address(web: RelyingParty) -> None:
    address = {"registration_client_uri": f"http://localhost:8000/o/register/{web.client_id}/"}
    for token in ("", "0" * 64, web.secret):
        assert manage("GET", address, token=token).status_code == 401
    client = registered()
    Application.objects.filter(client_id=client["client_id"]).update(enabled=False)
    assert {manage(method, client, changed(client)).status_code for method in ("GET", "PUT", "DELETE")} == {401}
    assert not Application.objects.get(client_id=client["client_id"]).enabled


@pytest.mark.spec("RFC 7592 section 2.2")
def test_an_update_replaces_the_whole_registration() -> None:
    client = registered(client_name="Old", contacts=["old@example.org"], default_max_age=5, scope="openid todo:read")
    update = {
        "client_id": client["client_id"],
        "client_secret": client["client_secret"],
        "redirect_uris": ["https://new.example.org/callback"],
        "scope": "openid",
    }
    response = manage("PUT", client, update)
    answer = response.json()
    assert response.status_code == 200
    assert answer["redirect_uris"] == ["https://new.example.org/callback"]
    assert answer["scope"] == "openid"
    assert {"client_name", "contacts", "default_max_age", "client_secret"} & answer.keys() == set()
    assert manage("GET", client).json() == answer
    assert answer["registration_access_token"] == client["registration_access_token"]


@pytest.mark.spec("RFC 7592 section 2.2")
@pytest.mark.parametrize(
    ("members", "member"),
    [
        ({"client_id": "another"}, "client_id"),
        ({"client_id": None}, "client_id"),
        ({"client_secret": "chosen"}, "client_secret"),
        ({"client_secret": 1}, "client_secret"),
        ({"registration_access_token": "chosen"}, "registration_access_token"),
        ({"registration_client_uri": "https://app.example.org/"}, "registration_client_uri"),
        ({"client_secret_expires_at": 0}, "client_secret_expires_at"),
        ({"client_id_issued_at": 0}, "client_id_issued_at"),
        ({"redirect_uris": ["http://app.example.org/"]}, "redirect_uris"),
        ({"token_endpoint_auth_method": "none"}, "token_endpoint_auth_method"),
        ({"jwks": {"keys": [{"kty": "oct", "k": "AA"}]}}, "jwks"),
        ({"grant_types": ["client_credentials"], "response_types": []}, "grant_types"),
    ],
)
def test_an_update_that_is_refused_changes_nothing(members: dict[str, Any], member: str) -> None:
    client = registered()
    response = manage("PUT", client, changed(client, client_name="New", **members))
    assert response.status_code == 400
    assert response.json()["error_description"].startswith(f"{member}:")
    assert manage("GET", client).json()["client_name"] == GOOD["client_name"]


@pytest.mark.spec("RFC 7592 section 2.2")
def test_an_update_never_widens_what_the_client_came_with() -> None:
    token = initial_access_token(scopes=("openid", "reports:read"), preset="web")
    client = registered(token=token)
    wide = changed(client, scope="openid reports:read admin:read todo:read", preset="", pkce_exempt=True)
    answer = manage("PUT", client, wide).json()
    assert answer["scope"] == "openid reports:read"
    assert manage("PUT", client, changed(client, scope="openid")).json()["scope"] == "openid"
    assert manage("PUT", client, changed(client, scope="openid reports:read")).json()["scope"] == "openid"
    row = Application.objects.get()
    assert (row.preset, row.pkce_exempt, row.registration_source) == ("web", False, "dcr")
    to_public = manage("PUT", client, changed(client, token_endpoint_auth_method="none"))
    assert to_public.status_code == 400
    machine = manage("PUT", client, changed(client, grant_types=["client_credentials"], response_types=[]))
    assert machine.json()["error_description"].startswith("grant_types:")


@pytest.mark.spec("RFC 7592 section 2.2")
def test_a_client_may_change_over_to_its_key_and_loses_its_secret() -> None:
    client = registered()
    update = changed(client, token_endpoint_auth_method="private_key_jwt", jwks=JWKS)
    answer = manage("PUT", client, update).json()
    assert (answer["token_endpoint_auth_method"], answer["jwks"]) == ("private_key_jwt", JWKS)
    assert Application.objects.get().client_secret == ""
    back = manage("PUT", client, changed(answer, token_endpoint_auth_method="client_secret_basic"))
    assert (back.status_code, back.json()["error"]) == (400, "invalid_client_metadata")


@pytest.mark.spec("RFC 7592 section 2.3")
def test_a_client_that_deletes_itself_takes_everything_with_it(user_agent: Client) -> None:
    client = registered(grant_types=["authorization_code", "refresh_token"])
    party = RelyingParty(Application.objects.get(), client["client_secret"])
    tokens = party.tokens(user_agent)
    at_userinfo = {"authorization": f"Bearer {tokens['access_token']}"}
    assert Client().get("/o/userinfo/", headers=at_userinfo).status_code == 200
    response = manage("DELETE", client)
    assert (response.status_code, response.content) == (204, b"")
    assert manage("GET", client).status_code == 401
    assert Client().get("/o/userinfo/", headers=at_userinfo).status_code == 401
    assert party.refresh(Client(), tokens["refresh_token"]).status_code == 401
    assert not Grant.objects.exists()
    assert not AccessToken.objects.exists()


@pytest.mark.spec("RFC 7592 section 2")
def test_other_methods_are_refused() -> None:
    client = registered()
    for method in ("POST", "PATCH"):
        response = manage(method, client)
        assert (response.status_code, response["Allow"]) == (405, "GET, PUT, DELETE")


@pytest.mark.spec("RFC 7592 section 2")
def test_a_registration_stays_manageable_when_no_more_are_taken(settings: Any) -> None:
    client = registered()
    settings.REGISTRATION = "off"
    assert manage("GET", client).status_code == 200
    assert manage("DELETE", client).status_code == 204


@pytest.mark.spec("RFC 7592 section 2.2")
@pytest.mark.parametrize(
    "changes",
    [
        {"client_name": "Your bank"},
        {"client_uri": "https://bank.example/"},
        {"redirect_uris": ["https://evil.example/callback"]},
    ],
)
def test_what_an_administrator_verified_is_verified_no_more_once_it_is_another(changes: dict[str, Any]) -> None:
    client = registered()
    Application.objects.update(hosts_verified=True, skip_authorization=True)
    assert manage("PUT", client, changed(client, contacts=["new@example.org"])).status_code == 200
    assert Application.objects.filter(hosts_verified=True, skip_authorization=True).exists()
    assert manage("PUT", client, changed(client, **changes)).status_code == 200
    assert Application.objects.filter(hosts_verified=False, skip_authorization=False).exists()


@pytest.mark.spec("RFC 7592 section 2.2")
def test_a_secret_that_was_renewed_meanwhile_does_not_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    client = registered()
    fresh: list[str] = []

    def take_a_while(application: Application, *, asker: str) -> None:
        fresh.append(rotate_secret(client_id=application.client_id))

    monkeypatch.setattr(registration_management, "check_sector", take_a_while)
    assert manage("PUT", client, changed(client, client_name="Renamed")).status_code == 200
    row = Application.objects.get()
    assert row.name == "Renamed"
    assert check_password(fresh[0], row.client_secret)
    assert not check_password(client["client_secret"], row.client_secret)


@pytest.mark.spec("RFC 7592 section 2.2")
def test_a_client_changes_itself_only_so_often() -> None:
    client, other = registered(), registered()
    statuses = [
        manage("PUT", client, changed(client, client_name=f"Name {number}")).status_code for number in range(31)
    ]
    assert statuses == [200] * 30 + [429]
    last = manage("PUT", client, changed(client))
    assert (last.status_code, last.json()["error"]) == (429, "temporarily_unavailable")
    assert int(last["Retry-After"]) > 0
    assert AuditEvent.objects.filter(event="client_changed").count() == 30
    assert manage("PUT", other, changed(other, client_name="Another")).status_code == 200
