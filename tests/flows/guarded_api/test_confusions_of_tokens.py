"""One token taken for another: each kind is good at its own place only (RFC 8725, RFC 9700 section 4.15)."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from tests.flows.guarded_api.callers import browser_of, drf_key_of, jwt_pair_of, machine_of, nobody, with_header
from tests.flows.guarded_api.tokens import access_claims, encode, forged
from tests.flows.oauth import ISSUER, RelyingParty, allow, claims_of

WHOAMI = "/api/whoami/"
SCOPE = "openid offline_access account:read"


def refused(token: str, path: str = WHOAMI) -> None:
    for scheme in ("Bearer", "Token"):
        response = with_header(f"{scheme} {token}").get(path)
        assert response.status_code == 401, response.content
        assert 'error="invalid_token"' in response["WWW-Authenticate"] or scheme == "Token"


@pytest.fixture
def tokens(alice: User, web: RelyingParty) -> dict[str, Any]:
    """What the token endpoint gave an application."""
    return web.tokens(browser_of("alice"), scope=SCOPE)


@pytest.fixture
def pair(alice: User) -> dict[str, str]:
    """What the password door gave our own mobile client."""
    return jwt_pair_of("alice")


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


def keys_of_others(web: RelyingParty) -> dict[str, bytes]:
    """What an attacker may know, or guess, and sign with."""
    jwk = Client().get("/.well-known/jwks.json").json()["keys"][0]
    return {
        "the public key": jwk["n"].encode(),
        "the public key as octets": encode(jwk).encode(),
        "a client's secret": web.secret.encode(),
        "SECRET_KEY": settings.SECRET_KEY.encode(),
        "nothing": b"",
        "a word": b"secret",
    }


def test_a_token_signed_with_a_key_of_another_is_401(
    pair: dict[str, str], alice: User, people: dict[str, User], web: RelyingParty
) -> None:
    sid = claims_of(pair["access"])["sid"]
    for key in keys_of_others(web).values():
        for user in (alice, people["Admin"]):
            refused(forged(access_claims(str(user.subject), sid), key))


def test_a_client_cannot_make_an_id_token_of_another_person(people: dict[str, User], web: RelyingParty) -> None:
    claims = {**access_claims(str(people["Admin"].subject), ""), "sub": str(people["Admin"].subject)}
    del claims["token_type"]
    for typ in ("JWT", "at+jwt", "id_token"):
        refused(forged({**claims, "aud": web.client_id}, web.secret.encode(), typ=typ))
        refused(forged(claims, web.secret.encode(), typ=typ), "/api/admin-content/")


def test_a_token_without_a_signature_is_401(pair: dict[str, str]) -> None:
    claims = claims_of(pair["access"])
    for algorithm in ("none", "None", "NONE", "nOnE", "", None):
        for signature in ("", "c2ln"):
            refused(f"{encode({'typ': 'JWT', 'alg': algorithm})}.{encode(claims)}.{signature}")
    header, payload, signature = pair["access"].split(".")
    for broken in (
        f"{header}.{payload}.",
        f"{header}.{payload}",
        f"{header}..{signature}",
        f"{header}.{payload}.{'A' * 43}",
    ):
        refused(broken)


@pytest.mark.parametrize(
    "header",
    [
        {"crit": ["b64"], "b64": False},
        {"crit": ["unknown"], "unknown": 1},
        {"jku": "http://127.0.0.1:9/keys"},
        {"x5u": "http://127.0.0.1:9/chain"},
        {"jwk": {"kty": "oct", "k": "c2VjcmV0"}},
        {"kid": "../../../../dev/null"},
        {"kid": "' or '1'='1"},
        {"alg": "RS256"},
        {"alg": "HS512"},
        {"alg": ["HS256"]},
        {"typ": "at+jwt"},
        {"cty": "JWT"},
    ],
)
def test_a_header_cannot_choose_how_its_token_is_verified(
    pair: dict[str, str], monkeypatch: pytest.MonkeyPatch, header: dict[str, Any]
) -> None:
    def no_fetch(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("something was fetched")

    monkeypatch.setattr("socket.socket.connect", no_fetch)
    claims = claims_of(pair["access"])
    for key in (b"", b"secret"):
        refused(forged(claims, key, **header))


def test_what_must_be_understood_and_is_not_is_refused_under_our_own_signature(pair: dict[str, str]) -> None:
    claims, key = claims_of(pair["access"]), str(settings.SIMPLE_JWT["SIGNING_KEY"]).encode()
    assert with_header(f"Bearer {forged(claims, key)}").get(WHOAMI).status_code == 200
    headers: list[dict[str, Any]] = [{"crit": ["unknown"], "unknown": 1}, {"crit": []}, {"crit": "b64"}]
    for header in headers:
        refused(forged(claims, key, **header))


@pytest.mark.parametrize(
    "change",
    [
        {"user_id": "1"},
        {"token_type": "refresh"},
        {"roles": ["Admin", "Manager", "HR"]},
        {"exp": 9999999999},
        {"aud": "http://localhost:8000/mcp"},
    ],
)
def test_a_claim_cannot_be_changed_under_its_signature(pair: dict[str, str], change: dict[str, Any]) -> None:
    header, _, signature = pair["access"].split(".")
    refused(f"{header}.{encode({**claims_of(pair['access']), **change})}.{signature}")


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
