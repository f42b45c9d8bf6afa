"""What is seen of the new resource; copied beside the tests of the extended project, and run there."""

import base64
import hashlib

import pytest
from django.test import Client

from accounts.roles import Role
from oauth_server.protocol.services.clients import Registration, register_client
from oauth_server.testing.matrix import AccessMatrix
from oauth_server.testing.principals import Principals
from oauth_server.vocabulary import CredentialKind, GrantType, Scope

SCOPES = ("notices:read", "notices:write")


def test_the_map_says_what_the_role_opens(as_principal: Principals) -> None:
    rows = as_principal(Role("Editor"), via=CredentialKind.JWT).get("/api/").json()["resources"]
    row = next(row for row in rows if row["path"] == "/api/v1/notices/")
    assert row["allowed"]
    assert "Editor" in row["who"]
    assert row["scope"] == ", ".join(SCOPES)


def test_discovery_names_the_scopes(client: Client) -> None:
    for document in ("openid-configuration", "oauth-protected-resource/api"):
        assert set(SCOPES) <= set(client.get(f"/.well-known/{document}").json()["scopes_supported"])


def test_the_description_has_the_addresses(client: Client) -> None:
    paths = client.get("/api/schema/", headers={"accept": "application/json"}).json()["paths"]
    assert {"get", "post"} <= set(paths["/api/v1/notices/"])
    assert {"get", "put", "patch", "delete"} <= set(paths["/api/v1/notices/{id}/"])


def test_the_consent_page_asks_in_the_words_of_the_vocabulary(as_principal: Principals) -> None:
    callback = "https://app.example.org/callback"
    registration = Registration(
        "An application",
        grant_types=(GrantType.AUTHORIZATION_CODE,),
        redirect_uris=(callback,),
        scopes=tuple(Scope(name) for name in SCOPES),
    )
    request = {
        "response_type": "code",
        "client_id": register_client(registration)[0].client_id,
        "redirect_uri": callback,
        "scope": " ".join(SCOPES),
        "code_challenge": base64.urlsafe_b64encode(hashlib.sha256(b"verifier").digest()).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    page = as_principal(Role("Editor")).client.get("/o/authorize/", request, follow=True).content.decode()
    assert "Read the notices" in page
    assert "Publish, change and delete notices" in page


def test_the_walker_finds_an_answer_that_the_table_did_not_expect(access_matrix: AccessMatrix) -> None:
    row = {"scope": SCOPES[0], "anonymous": 401, "first_party": 200, "third_party": 200, "machines": 200}
    with pytest.raises(pytest.fail.Exception) as failed:
        access_matrix({"GET /api/v1/notices/": {**row, "wrong_scope": 403}})
    assert str(failed.value).splitlines() == [
        "POST /api/v1/notices/ has no row",
        "GET /api/v1/notices/ as machine by service_key: expected 200, got 403",
        "GET /api/v1/notices/ as machine by oauth2_machine: expected 200, got 403",
    ]
