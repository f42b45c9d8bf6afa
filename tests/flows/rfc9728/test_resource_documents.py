"""The metadata of our own protected resources (RFC 9728)."""

from typing import Any

import pytest
from django.test import Client

from oauth_server.vocabulary import SCOPES
from tests.flows.oauth import ISSUER

pytestmark = [pytest.mark.spec("RFC 9728 section 2"), pytest.mark.django_db]
INSERTED = ["", "/api", "/mcp"]
SCOPES_OF = {
    "": {str(scope) for scope, facts in SCOPES.items() if facts.resource},
    "/api": {str(scope) for scope, facts in SCOPES.items() if facts.resource},
    "/mcp": {"account:read", "todo:read", "todo:write", "announcements:write"},
}


def document_of(client: Client, inserted: str) -> dict[str, Any]:
    response = client.get(f"/.well-known/oauth-protected-resource{inserted}")
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    return dict(response.json())


@pytest.mark.spec("RFC 9728 section 3.3")
@pytest.mark.parametrize("inserted", INSERTED)
def test_a_document_names_exactly_the_address_that_was_inserted(client: Client, inserted: str) -> None:
    assert document_of(client, inserted)["resource"] == f"{ISSUER}{inserted}"


@pytest.mark.parametrize("inserted", INSERTED)
def test_a_document_says_who_issues_tokens_for_it_which_and_how_they_are_sent(client: Client, inserted: str) -> None:
    document = document_of(client, inserted)
    assert document["authorization_servers"] == [ISSUER]
    assert document["bearer_methods_supported"] == ["header"]
    assert set(document["scopes_supported"]) == SCOPES_OF[inserted]
    assert document["resource_name"]
    assert "ES256" in document["dpop_signing_alg_values_supported"]
    assert document["dpop_bound_access_tokens_required"] is False


@pytest.mark.spec("RFC 9728 section 3.1")
def test_what_stands_for_an_api_that_is_not_there_is_not_found(client: Client) -> None:
    for inserted in ("/", "/api/v1", "/apis", "/o", "/mcp/x"):
        assert client.get(f"/.well-known/oauth-protected-resource{inserted}").status_code == 404


@pytest.mark.spec("RFC 9728 section 3.2")
@pytest.mark.parametrize("inserted", INSERTED)
def test_a_document_is_cacheable_and_costs_no_statement(
    client: Client, inserted: str, django_assert_num_queries: Any
) -> None:
    path = f"/.well-known/oauth-protected-resource{inserted}"
    with django_assert_num_queries(0):
        response = client.get(path)
    assert "max-age=" in response["Cache-Control"]
    assert client.get(path, headers={"if-none-match": response["ETag"]}).status_code == 304


@pytest.mark.spec("RFC 9728 section 4")
def test_the_authorization_server_lists_the_resources_that_have_a_document(client: Client) -> None:
    listed = client.get("/.well-known/oauth-authorization-server").json()["protected_resources"]
    assert listed == [f"{ISSUER}/api", f"{ISSUER}/mcp"]
    for resource in listed:
        assert document_of(client, resource.removeprefix(ISSUER))["resource"] == resource


@pytest.mark.spec("RFC 9728 section 5.1")
def test_the_challenge_of_the_api_leads_to_its_document(client: Client) -> None:
    challenge = client.get("/api/")["WWW-Authenticate"]
    address = challenge.partition('resource_metadata="')[2].partition('"')[0]
    assert client.get(address.removeprefix(ISSUER)).json()["resource"] == f"{ISSUER}/api"
