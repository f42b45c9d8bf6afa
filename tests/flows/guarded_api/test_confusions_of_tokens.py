"""One token taken for another: each kind is good at its own place only (RFC 8725, RFC 9700 section 4.15)."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.flows.guarded_api.callers import browser_of, drf_key_of, jwt_pair_of, machine_of, nobody, with_header
from tests.flows.guarded_api.tokens import WHOAMI, refused
from tests.flows.oauth import ISSUER, RelyingParty, allow

SCOPE = "openid offline_access account:read"


@pytest.fixture
def tokens(alice: User, web: RelyingParty) -> dict[str, Any]:
    """What the token endpoint gave an application."""
    return web.tokens(browser_of("alice"), scope=SCOPE)


def test_an_id_token_opens_no_resource(tokens: dict[str, Any]) -> None:
    refused(tokens["id_token"])


def test_a_refresh_token_opens_no_resource(tokens: dict[str, Any]) -> None:
    refused(tokens["refresh_token"])


def test_a_code_opens_no_resource(alice: User, web: RelyingParty) -> None:
    browser = browser_of("alice")
    refused(allow(browser, browser.get("/o/authorize/", web.request()))["code"])


def test_a_first_party_refresh_token_opens_no_resource(pair: dict[str, str]) -> None:
    refused(pair["refresh"])


def test_a_first_party_token_means_nothing_to_the_authorization_server(
    pair: dict[str, str], alice: User, web: RelyingParty, register: Any
) -> None:
    asker = register(name="A resource server", introspects=f"{ISSUER}/api")
    for token in (*pair.values(), drf_key_of("alice")):
        assert with_header(f"Bearer {token}").get("/o/userinfo/").status_code == 401
        assert asker.post(Client(), "/o/introspect/", token=token).json() == {"active": False}
        response = web.refresh(Client(), token)
        assert (response.status_code, response.json()["error"]) == (400, "invalid_grant")


def test_an_applications_token_refreshes_no_first_party_pair(tokens: dict[str, Any], pair: dict[str, str]) -> None:
    for name in ("access_token", "refresh_token", "id_token"):
        assert nobody().post("/api/jwt/token/refresh/", {"refresh": tokens[name]}).status_code == 401
    assert nobody().post("/api/jwt/token/refresh/", {"refresh": pair["access"]}).status_code == 401


def test_an_applications_token_ends_no_session_of_ours(tokens: dict[str, Any], pair: dict[str, str]) -> None:
    header = f"Bearer {tokens['access_token']}"
    assert with_header(header).post("/api/logout/", {"refresh": pair["refresh"]}).status_code == 403
    assert with_header(f"Bearer {pair['access']}").get(WHOAMI).status_code == 200


def test_a_roles_claim_opens_nothing(pair: dict[str, str], people: dict[str, User]) -> None:
    manager = people["Manager"]
    stale = with_header(f"Bearer {jwt_pair_of(manager.username)['access']}")
    assert stale.get("/api/manager-content/").status_code == 200
    manager.groups.clear()
    assert stale.get("/api/manager-content/").status_code == 403


def test_a_machine_is_nobody_whatever_its_client_is_called(
    alice: User, people: dict[str, User], machine: RelyingParty
) -> None:
    """A client whose identifier is a person's name, subject or number acts for itself, not for the person."""
    administrator = people["Admin"]
    for name in (administrator.username, str(administrator.subject), str(administrator.pk)):
        type(machine.application).objects.filter(pk=machine.application.pk).update(client_id=name)
        machine.application.client_id = name
        caller = machine_of(machine, ["account:read", "admin:read", "todo:read", "todo:write"])
        for path in ("/api/", WHOAMI, "/api/protected/", "/api/admin-content/", "/api/v1/todo/", "/api/v1/todo/1/"):
            assert caller.get(path).status_code == 403
        assert caller.post("/api/v1/todo/", {"title": "Whose?"}).status_code == 403
        assert caller.get("/api/status/").status_code == 200


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/accounts/user/", "/accounts/email/", "/accounts/password/change/", "/o/authorize/"]
)
def test_a_bearer_opens_no_page(people: dict[str, User], web: RelyingParty, path: str) -> None:
    name = people["Admin"].username
    every = "openid account:read admin:read"
    headers = [
        f"Bearer {web.tokens(browser_of(name), scope=every)['access_token']}",
        f"Bearer {jwt_pair_of(name)['access']}",
        f"Token {drf_key_of(name)}",
    ]
    for header in headers:
        query = web.request(scope=every) if path == "/o/authorize/" else {}
        response = Client().get(path, query, headers={"authorization": header})
        assert response.status_code in (302, 303), response.content
        assert "/login/" in response["Location"]
