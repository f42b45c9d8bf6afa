"""A client registers itself: what it may have by the way it came, and what no client may have (RFC 7591)."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from oauth_server.protocol.models import Application, InitialAccessToken
from oauth_server.protocol.services import unused_clients
from tests.flows.client_keys import JWKS
from tests.flows.oauth import basic, post_form
from tests.flows.registration import GOOD, REGISTER, initial_access_token, post, refused, registered

pytestmark = pytest.mark.django_db
DEFAULT_SCOPE = "openid profile email offline_access account:read todo:read todo:write"


def basic_of(client: dict[str, Any]) -> dict[str, str]:
    return {"authorization": basic(client["client_id"], client["client_secret"])}


@pytest.fixture
def open_to_all(settings: Any) -> None:
    """Registration by whoever comes."""
    settings.REGISTRATION = "open"


@pytest.fixture
def by_token(settings: Any) -> None:
    """Registration by initial access token."""
    settings.REGISTRATION = "token"


@pytest.mark.spec("RFC 7591 section 3")
def test_a_server_that_registers_nobody_says_so(client: Client) -> None:
    assert refused(GOOD)[:2] == (403, "access_denied")
    assert refused(GOOD, token=initial_access_token())[:2] == (403, "access_denied")
    document = client.get("/.well-known/openid-configuration").json()
    assert "registration_endpoint" not in document
    assert document["client_id_metadata_document_supported"] is False
    assert not Application.objects.exists()


@pytest.mark.spec("RFC 7591 section 3.2.1")
def test_the_answer_says_everything_that_was_registered(open_to_all: None, client: Client) -> None:
    document = client.get("/.well-known/openid-configuration").json()
    assert document["registration_endpoint"].endswith(REGISTER)
    asked = {
        "redirect_uris": ["https://app.example.org/callback", "https://app.example.org/other?a=b"],
        "post_logout_redirect_uris": ["https://app.example.org/bye"],
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "application_type": "web",
        "contacts": ["owner@example.org"],
        "client_name": "Ein Programm 程序",
        "client_uri": "https://app.example.org/",
        "logo_uri": "https://app.example.org/logo.png",
        "policy_uri": "https://app.example.org/privacy",
        "tos_uri": "https://app.example.org/terms",
        "jwks": JWKS,
        "subject_type": "pairwise",
        "id_token_signed_response_alg": "ES256",
        "userinfo_signed_response_alg": "PS256",
        "introspection_signed_response_alg": "EdDSA",
        "authorization_signed_response_alg": "ES256",
        "request_object_signing_alg": "ES256",
        "require_signed_request_object": True,
        "require_pushed_authorization_requests": True,
        "dpop_bound_access_tokens": True,
        "token_endpoint_auth_method": "private_key_jwt",
        "token_endpoint_auth_signing_alg": "ES256",
        "default_max_age": 3600,
        "require_auth_time": True,
        "default_acr_values": ["urn:example:two", "urn:example:one"],
        "initiate_login_uri": "https://app.example.org/login",
        "request_uris": ["https://app.example.org/request.jwt#digest"],
        "backchannel_logout_uri": "https://app.example.org/logout",
        "backchannel_logout_session_required": True,
        "scope": "openid todo:read",
        "software_id": "7c5b5e0a",
        "software_version": "1.0",
        "allowed_origins": ["https://app.example.org"],
    }
    response = post(asked | {"unheard_of": {"of": [1]}, "frontchannel_logout_uri": "https://app.example.org/x"})
    answer = response.json()
    assert response.status_code == 201
    assert response["Cache-Control"] == "no-store"
    ours = {name: answer.pop(name) for name in set(answer) - set(asked)}
    assert answer == asked
    assert set(ours) == {"client_id", "client_id_issued_at", "registration_access_token", "registration_client_uri"}
    assert abs(ours["client_id_issued_at"] - timezone.now().timestamp()) < 60


@pytest.mark.spec("RFC 7591 section 3.2.1")
def test_a_secret_is_shown_once_and_kept_as_a_digest(open_to_all: None) -> None:
    answer = registered()
    row = Application.objects.get()
    assert answer["client_secret_expires_at"] == 0
    kept = [str(value) for value in vars(row).values()]
    assert not [value for value in kept if answer["client_secret"] in value]
    assert not [value for value in kept if answer["registration_access_token"] in value]
    form = {"grant_type": "refresh_token", "refresh_token": "unknown"}
    assert post_form(Client(), "/o/revoke_token/", {"token": "unknown"}, headers=basic_of(answer)).status_code == 200
    assert post_form(Client(), "/o/token/", form, headers=basic_of(answer)).json()["error"] == "unauthorized_client"


@pytest.mark.spec("RFC 7591 section 2")
def test_what_is_left_out_gets_its_default(open_to_all: None) -> None:
    answer = registered()
    assert answer["grant_types"] == ["authorization_code"]
    assert answer["response_types"] == ["code"]
    assert answer["token_endpoint_auth_method"] == "client_secret_basic"
    assert answer["application_type"] == "web"
    assert answer["subject_type"] == "public"
    assert answer["id_token_signed_response_alg"] == "RS256"
    assert answer["scope"] == DEFAULT_SCOPE
    public = registered(token_endpoint_auth_method="none", client_name=None)
    assert "client_secret" not in public
    assert "client_name" not in public
    assert public["allowed_origins"] == ["https://app.example.org"]


@pytest.mark.spec("RFC 7591 section 2")
@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("openid admin:read employees:write todo:read unknown", "openid todo:read"),
        (DEFAULT_SCOPE + " reports:read roles", DEFAULT_SCOPE),
    ],
)
def test_open_registration_gives_the_default_scopes_at_most(open_to_all: None, asked: str, given: str) -> None:
    assert set(registered(scope=asked)["scope"].split()) == set(given.split())


@pytest.mark.spec("RFC 7591 section 2")
def test_open_registration_gives_code_and_refresh_only(open_to_all: None) -> None:
    device = "urn:ietf:params:oauth:grant-type:device_code"
    asked = ["authorization_code", "refresh_token", "client_credentials", device]
    assert registered(grant_types=asked)["grant_types"] == ["authorization_code", "refresh_token"]
    for grants in (["client_credentials"], [device], ["urn:ietf:params:oauth:grant-type:token-exchange"]):
        assert refused({**GOOD, "grant_types": grants})[:2] == (400, "invalid_client_metadata")


@pytest.mark.spec("RFC 7591 section 5")
def test_nobody_registers_with_what_an_administrator_decides(open_to_all: None) -> None:
    wanted = {
        "skip_authorization": True,
        "hosts_verified": True,
        "pkce_exempt": True,
        "enabled": True,
        "introspects": "http://localhost:8000/api",
        "preset": "web",
        "registration_source": "manual",
        "client_id": "chosen",
        "client_secret": "chosen-by-the-client",
        "unused_until": None,
        "user": 1,
        "access_token_lifetime": 10**9,
    }
    answer = registered(wanted)
    row = Application.objects.get()
    assert answer["client_id"] != "chosen"
    assert answer["client_secret"] != "chosen-by-the-client"
    assert (row.skip_authorization, row.hosts_verified, row.pkce_exempt, row.preset) == (False, False, False, "")
    assert (row.introspects, row.registration_source, row.user_id, row.access_token_lifetime) == ("", "dcr", None, None)


MALFORMED: list[tuple[str, Any]] = [
    ("redirect_uris", []),
    ("redirect_uris", "https://app.example.org/callback"),
    ("redirect_uris", [1]),
    ("redirect_uris", [None]),
    ("redirect_uris", [""]),
    ("redirect_uris", ["https://app.example.org/ https://evil.example/"]),
    ("redirect_uris", ["https://app.example.org/callback#fragment"]),
    ("redirect_uris", ["https://app.example.org/callback#"]),
    ("redirect_uris", ["https://*.example.org/callback"]),
    ("redirect_uris", ["https://user@app.example.org/callback"]),
    ("redirect_uris", ["https://app.example.org\\@evil.example/"]),
    ("redirect_uris", ["https:///callback"]),
    ("redirect_uris", ["https:app.example.org"]),
    ("redirect_uris", ["HTTPS://app.example.org/"]),
    ("redirect_uris", ["https://app.example.org:99999/"]),
    ("redirect_uris", ["https://[::1/"]),
    ("redirect_uris", ["https://app.example.org;script-src/"]),
    ("redirect_uris", ["https://app.example.org,evil.example/"]),
    ("redirect_uris", ["https://bank.example%2F.evil.example/"]),
    ("redirect_uris", ["https://app..example.org/"]),
    ("redirect_uris", ["https://'app.example.org/"]),
    ("redirect_uris", ["https://äpp.example.org/"]),
    ("redirect_uris", ["http://app.example.org/callback"]),
    ("redirect_uris", ["http://127.0.0.1.evil.example/callback"]),
    ("redirect_uris", ["http://10.0.0.1/callback"]),
    ("redirect_uris", ["javascript:alert(1)"]),
    ("redirect_uris", ["data:text/html,x"]),
    ("redirect_uris", ["file:///etc/passwd"]),
    ("redirect_uris", ["myapp:/callback"]),
    ("redirect_uris", ["//app.example.org/callback"]),
    ("redirect_uris", ["/callback"]),
    ("redirect_uris", [f"https://app.example.org/{'a' * 500}"]),
    ("redirect_uris", [f"https://app.example.org/{number}" for number in range(51)]),
    ("post_logout_redirect_uris", ["http://app.example.org/"]),
    ("response_types", ["token"]),
    ("response_types", ["code", "id_token"]),
    ("response_types", ["code id_token"]),
    ("response_types", "code"),
    ("response_types", [{}]),
    ("grant_types", ["implicit"]),
    ("grant_types", ["password"]),
    ("grant_types", ["refresh_token"]),
    ("grant_types", []),
    ("grant_types", {"authorization_code": True}),
    ("application_type", "desktop"),
    ("token_endpoint_auth_method", "client_secret_jwt"),
    ("token_endpoint_auth_method", "tls_client_auth"),
    ("token_endpoint_auth_method", "private_key_jwt"),
    ("token_endpoint_auth_method", ["none"]),
    ("token_endpoint_auth_signing_alg", "HS256"),
    ("id_token_signed_response_alg", "none"),
    ("id_token_signed_response_alg", "HS256"),
    ("userinfo_signed_response_alg", "none"),
    ("request_object_signing_alg", "none"),
    ("request_object_signing_alg", "RS256"),
    ("require_signed_request_object", True),
    ("require_signed_request_object", "true"),
    ("dpop_bound_access_tokens", 1),
    ("id_token_encrypted_response_alg", "RSA-OAEP"),
    ("userinfo_encrypted_response_enc", "A128GCM"),
    ("request_object_encryption_alg", "RSA-OAEP"),
    ("tls_client_certificate_bound_access_tokens", True),
    ("subject_type", "transient"),
    ("default_max_age", -1),
    ("default_max_age", "60"),
    ("default_max_age", True),
    ("default_max_age", 1.5),
    ("default_max_age", 2**31),
    ("default_max_age", 10**4000),
    ("jwks_uri", "http://app.example.org/jwks.json"),
    ("jwks_uri", "https://app.example.org/jwks.json#a"),
    ("jwks_uri", "ftp://app.example.org/jwks.json"),
    ("jwks_uri", 1),
    ("jwks_uri", "https://app.example.org%2eevil.example/jwks.json"),
    ("logo_uri", "javascript:alert(1)"),
    ("policy_uri", "https://app.example.org;frame-ancestors/"),
    ("client_uri", "ftp://app.example.org/"),
    ("client_uri", f"https://app.example.org/{'a' * 400}"),
    ("policy_uri", "app.example.org"),
    ("initiate_login_uri", "http://app.example.org/"),
    ("backchannel_logout_uri", "http://app.example.org/"),
    ("backchannel_logout_uri", "https://app.example.org/#a"),
    ("request_uris", ["http://app.example.org/"]),
    ("contacts", "owner@example.org"),
    ("client_name", "a" * 256),
    ("client_name", "a\x00b"),
    ("client_name", "a\ud800b"),
    ("client_name", "a\u202eb"),
    ("client_name", ["a"]),
    ("client_name", "\u3164"),
    ("client_name", "\u2800 \ufe0f"),
    ("scope", "admin:read"),
    ("scope", ["openid"]),
    ("allowed_origins", ["https://other.example.org"]),
    ("allowed_origins", ["https://app.example.org/"]),
    ("allowed_origins", ["*"]),
    ("software_id", {}),
]


@pytest.mark.spec("RFC 7591 section 3.2.2")
@pytest.mark.parametrize(("member", "value"), MALFORMED)
def test_what_is_not_offered_or_malformed_is_refused_by_name(open_to_all: None, member: str, value: Any) -> None:
    status, error, description = refused({**GOOD, member: value})
    assert status == 400
    assert error == ("invalid_redirect_uri" if member == "redirect_uris" else "invalid_client_metadata")
    blamed = {"token_endpoint_auth_method": "jwks", "request_object_signing_alg": "jwks"}
    assert description.partition(":")[0] in (member, blamed.get(member), "jwks", "redirect_uris")
    assert description.isascii()
    assert description.isprintable()
    assert not Application.objects.exists()


KEYS: list[Any] = [
    {},
    [],
    "keys",
    {"keys": {}},
    {"keys": []},
    {"keys": ["a"]},
    {"keys": [{"kty": "oct", "k": "c2VjcmV0"}]},
    {"keys": [*JWKS["keys"], {"kty": "oct", "k": "c2VjcmV0"}]},
    {"keys": [JWKS["keys"][0] | {"d": "c2VjcmV0"}]},
    {"keys": [JWKS["keys"][0] | {"x": "AA"}]},
    {"keys": [JWKS["keys"][0] | {"x": 1.5}]},
    {"keys": [JWKS["keys"][0] | {"crv": ["P-256"]}]},
    {"keys": [JWKS["keys"][0] | {"use": "enc"}]},
    {"keys": [{"kty": "RSA", "n": "AQAB", "e": "AQAB"}]},
    {"keys": [{"kty": "RSA", "n": "é", "e": "AQAB"}]},
    {"keys": JWKS["keys"] * 21},
]


@pytest.mark.spec("RFC 7591 section 2.1")
@pytest.mark.parametrize("number", range(len(KEYS)))
def test_only_public_keys_that_can_verify_are_taken(open_to_all: None, number: int) -> None:
    status, error, description = refused({**GOOD, "jwks": KEYS[number]})
    assert (status, error) == (400, "invalid_client_metadata")
    assert description.startswith("jwks:")


@pytest.mark.spec("RFC 7591 section 2")
def test_keys_come_inline_or_by_reference_and_without_what_is_no_key(open_to_all: None) -> None:
    both = {**GOOD, "jwks": JWKS, "jwks_uri": "https://app.example.org/jwks.json"}
    assert refused(both)[2].startswith("jwks:")
    noisy = {"keys": [JWKS["keys"][0] | {"x5c": ["AAAA"], "note": "\x00", "ext": True}], "more": 1}
    assert registered(jwks=noisy)["jwks"] == JWKS


BODIES: dict[str, bytes] = {
    "nothing": b" ",
    "no JSON": b"{",
    "a list": b"[]",
    "null": b"null",
    "a number": b"1",
    "a member twice": b'{"redirect_uris": ["https://a.example/"], "redirect_uris": ["https://b.example/"]}',
    "NaN": b'{"default_max_age": NaN}',
    "Latin-1": '{"client_name": "é"}'.encode("latin-1"),
    "deep": b'{"jwks": ' + b"[" * 30000 + b"]" * 30000 + b"}",
    "long": b'{"client_name": "' + b"a" * 70000 + b'"}',
    "longer": b'{"client_name": "' + b"a" * (2 * 1024 * 1024) + b'"}',
    "digits": b'{"default_max_age": ' + b"9" * 5000 + b"}",
}


@pytest.mark.spec("RFC 7591 section 3.1")
@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_is_not_one_object_is_refused(open_to_all: None, name: str) -> None:
    assert refused(BODIES[name])[:2] == (400, "invalid_client_metadata")


@pytest.mark.spec("RFC 7591 section 3.1")
def test_other_methods_and_media_types_are_refused(open_to_all: None) -> None:
    for method in ("get", "put", "delete", "patch", "head"):
        response = getattr(Client(), method)(REGISTER)
        assert (response.status_code, response["Allow"]) == (405, "POST")
    for media_type in ("application/x-www-form-urlencoded", "text/plain", "application/jwt"):
        assert Client().post(REGISTER, b"{}", content_type=media_type).status_code == 415


@pytest.mark.spec("RFC 8252 section 7")
@pytest.mark.parametrize(
    ("uris", "application_type"),
    [
        (["http://127.0.0.1/callback"], "native"),
        (["http://[::1]:8080/callback"], "native"),
        (["http://localhost:3000/callback"], "native"),
        (["com.example.app:/callback"], "native"),
        (["http://127.0.0.1/callback", "https://app.example.org/callback"], None),
        (["https://app.example.org/callback"], "web"),
    ],
)
def test_the_application_type_follows_from_the_redirect_uris(
    open_to_all: None, uris: list[str], application_type: str | None
) -> None:
    metadata = {"redirect_uris": uris, "token_endpoint_auth_method": "none"}
    if application_type is None:
        assert refused(metadata)[1] == "invalid_redirect_uri"
        assert registered(metadata, application_type="native")["application_type"] == "native"
        return
    assert registered(metadata)["application_type"] == application_type
    if application_type == "native":
        assert refused(metadata | {"application_type": "web"})[1] == "invalid_redirect_uri"


@pytest.mark.spec("RFC 7591 section 3")
def test_without_a_good_initial_access_token_nobody_registers(by_token: None) -> None:
    good, spent = initial_access_token(), initial_access_token()
    expired = initial_access_token(lifetime=timedelta(seconds=-1))
    registered(token=spent)
    assert post(GOOD)["WWW-Authenticate"] == "Bearer"
    for wrong in ("unknown", spent, expired, "a b", "x" * 300):
        response = post(GOOD, token=wrong)
        assert (response.status_code, response.json()["error"]) == (401, "invalid_token")
        assert response["WWW-Authenticate"] == 'Bearer error="invalid_token"'
    basic = post(GOOD, authorization="Basic Z29vZDpnb29k")
    assert basic.status_code == 401
    assert Application.objects.count() == 1
    assert "client_id" in registered(token=good)


@pytest.mark.spec("RFC 7591 section 3")
def test_an_initial_access_token_counts_where_anybody_may_register_too(open_to_all: None) -> None:
    token = initial_access_token(scopes=("openid", "reports:read"), uses=2)
    assert registered(token=token, scope="openid reports:read")["scope"] == "openid reports:read"
    assert registered(token=token, scope="openid todo:read")["scope"] == "openid"
    assert refused(GOOD, token=token)[:2] == (401, "invalid_token")
    assert refused(GOOD, token="unknown")[:2] == (401, "invalid_token")


@pytest.mark.spec("RFC 7591 section 3")
def test_a_use_is_spent_by_a_client_and_not_by_a_refusal(by_token: None) -> None:
    token = initial_access_token()
    refused({"redirect_uris": ["http://app.example.org/"]}, token=token)
    assert InitialAccessToken.objects.get().uses_left == 1
    registered(token=token)
    assert InitialAccessToken.objects.get().uses_left == 0


@pytest.mark.spec("RFC 7591 section 3")
def test_pkce_is_waived_by_the_policy_of_the_token_and_for_confidential_clients(by_token: None) -> None:
    token = initial_access_token(pkce_exempt=True, uses=2)
    confidential = registered(token=token)
    public = registered(token=token, token_endpoint_auth_method="none")
    exempt = dict(Application.objects.values_list("client_id", "pkce_exempt"))
    assert exempt == {confidential["client_id"]: True, public["client_id"]: False}


@pytest.mark.spec("RFC 7591 section 5")
def test_one_address_registers_only_so_many_and_all_together_too(
    open_to_all: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(10):
        registered()
    response = post(GOOD)
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert Application.objects.count() == 10
    assert "client_id" in registered(token=initial_access_token())
    monkeypatch.setattr(unused_clients, "MOST", 10)
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        assert post(GOOD).status_code == 429
    assert Application.objects.count() == 11
