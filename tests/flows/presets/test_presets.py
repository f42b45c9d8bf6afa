"""A preset chooses a client's settings, and refuses what contradicts them, whichever way the client comes."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from oauth_server.protocol.models import Application
from oauth_server.protocol.models.presets import PRESETS
from oauth_server.protocol.services.clients import Registration, amend_client, register_client
from oauth_server.vocabulary import ClientPreset, GrantType
from tests.flows.client_keys import JWKS
from tests.flows.registration import initial_access_token, refused, registered

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery staple"
REDIRECTS: dict[str, list[str]] = {
    "web": ["https://app.example.org/callback"],
    "single_page": ["https://spa.example.org/callback"],
    "native": ["http://127.0.0.1/callback", "com.example.app:/callback"],
    "machine": [],
    "device": [],
    "agent": ["http://127.0.0.1/callback"],
    "fapi2": ["https://bank.example.org/callback"],
}
METHODS = {
    "web": "client_secret_basic",
    "single_page": "none",
    "native": "none",
    "machine": "client_secret_basic",
    "device": "none",
    "agent": "none",
    "fapi2": "private_key_jwt",
}


def described(preset: str, **members: Any) -> dict[str, Any]:
    keys = {"jwks": JWKS} if preset == "fapi2" else {}
    return {"redirect_uris": REDIRECTS[preset], **keys, **members}


@pytest.fixture(autouse=True)
def by_token(settings: Any) -> None:
    """Registration by initial access token, which names the preset."""
    settings.REGISTRATION = "token"


@pytest.mark.spec("RFC 7591 section 2")
@pytest.mark.parametrize("preset", [str(preset) for preset in ClientPreset])
def test_a_preset_chooses_what_the_client_leaves_open(preset: str) -> None:
    answer = registered(described(preset), token=initial_access_token(preset=preset))
    chosen = PRESETS[ClientPreset(preset)]
    assert answer["token_endpoint_auth_method"] == METHODS[preset]
    assert answer["grant_types"] == [str(grant) for grant in chosen.grants]
    assert ("client_secret" in answer) == (METHODS[preset] == "client_secret_basic")
    row = Application.objects.get(client_id=answer["client_id"])
    assert row.preset == preset
    assert all(getattr(row, column) == value for column, value in ({**chosen.fixed, **chosen.chosen}).items())


@pytest.mark.spec("FAPI 2.0 Security Profile section 5.3.2")
def test_the_fapi_preset_requires_pushed_requests_bound_tokens_and_strong_signatures() -> None:
    answer = registered(described("fapi2"), token=initial_access_token(preset="fapi2"))
    assert answer["require_pushed_authorization_requests"] is True
    assert answer["dpop_bound_access_tokens"] is True
    assert answer["id_token_signed_response_alg"] == "ES256"


CONTRADICTIONS: list[tuple[str, dict[str, Any], str]] = [
    ("fapi2", {"token_endpoint_auth_method": "client_secret_basic"}, "token_endpoint_auth_method"),
    ("fapi2", {"token_endpoint_auth_method": "none"}, "token_endpoint_auth_method"),
    ("fapi2", {"require_pushed_authorization_requests": False}, "require_pushed_authorization_requests"),
    ("fapi2", {"dpop_bound_access_tokens": False}, "dpop_bound_access_tokens"),
    ("fapi2", {"id_token_signed_response_alg": "RS256"}, "id_token_signed_response_alg"),
    ("fapi2", {"userinfo_signed_response_alg": "RS256"}, "userinfo_signed_response_alg"),
    ("fapi2", {"authorization_signed_response_alg": "RS256"}, "authorization_signed_response_alg"),
    ("fapi2", {"introspection_signed_response_alg": "RS256"}, "introspection_signed_response_alg"),
    ("fapi2", {"request_object_signing_alg": "RS256"}, "request_object_signing_alg"),
    ("fapi2", {"token_endpoint_auth_signing_alg": "RS256"}, "token_endpoint_auth_signing_alg"),
    ("fapi2", {"grant_types": ["urn:ietf:params:oauth:grant-type:device_code"]}, "grant_types"),
    ("fapi2", {"redirect_uris": ["http://127.0.0.1/callback"]}, "redirect_uris"),
    ("web", {"token_endpoint_auth_method": "none"}, "token_endpoint_auth_method"),
    ("web", {"redirect_uris": ["http://127.0.0.1/callback"]}, "redirect_uris"),
    ("web", {"grant_types": ["client_credentials"]}, "grant_types"),
    ("web", {"application_type": "native"}, "application_type"),
    ("single_page", {"token_endpoint_auth_method": "client_secret_post"}, "token_endpoint_auth_method"),
    ("native", {"application_type": "web", "redirect_uris": REDIRECTS["web"]}, "application_type"),
    ("machine", {"redirect_uris": ["https://app.example.org/callback"]}, "redirect_uris"),
    ("machine", {"grant_types": ["client_credentials", "refresh_token"]}, "grant_types"),
    ("device", {"grant_types": ["client_credentials"]}, "grant_types"),
    ("agent", {"grant_types": ["urn:ietf:params:oauth:grant-type:device_code"]}, "grant_types"),
]


@pytest.mark.spec("RFC 7591 section 3.2.2")
@pytest.mark.parametrize(("preset", "members", "member"), CONTRADICTIONS)
def test_a_client_that_contradicts_its_preset_is_refused_with_the_reason(
    preset: str, members: dict[str, Any], member: str
) -> None:
    token = initial_access_token(preset=preset)
    status, error, description = refused(described(preset, **members), token=token)
    assert status == 400
    assert error == ("invalid_redirect_uri" if member == "redirect_uris" else "invalid_client_metadata")
    assert description.startswith(f"{member}:")
    assert not Application.objects.exists()
    registered(described(preset), token=token)


@pytest.mark.spec("FAPI 2.0 Security Profile section 5.3.2")
@pytest.mark.parametrize(
    ("columns", "field"),
    [
        ({"redirect_uris": ("http://127.0.0.1/callback",)}, "redirect_uris"),
        ({"metadata": {"jwks": JWKS, "pkce_exempt": True}}, "pkce_exempt"),
        ({"metadata": {"jwks": JWKS, "dpop_bound_access_tokens": False}}, "dpop_bound_access_tokens"),
        ({"metadata": {"jwks": None}}, "jwks"),
        ({"public": True}, "client_type"),
        ({"grant_types": (GrantType.AUTHORIZATION_CODE, GrantType.DEVICE_CODE)}, "grant_types"),
    ],
)
def test_a_contradiction_is_refused_where_the_server_registers_or_amends_by_itself(
    columns: dict[str, Any], field: str
) -> None:
    good: dict[str, Any] = {
        "name": "A bank",
        "preset": ClientPreset.FAPI,
        "redirect_uris": ("https://bank.example.org/callback",),
        "metadata": {"jwks": JWKS},
    }
    with pytest.raises(ValidationError) as refusal:
        register_client(Registration(**(good | columns)))
    assert field in refusal.value.error_dict
    client, secret = register_client(Registration(**good))
    assert secret is None
    with pytest.raises(ValidationError):
        amend_client(Registration(**(good | columns)), client_id=client.client_id)
    client.refresh_from_db()
    assert client.redirect_uris == "https://bank.example.org/callback"
    assert not amend_client(Registration(**good), client_id=client.client_id)


@pytest.fixture
def admin() -> Client:
    """A superuser's browser."""
    browser = Client()
    browser.force_login(User.objects.create_superuser("root", "root@example.org", PASSWORD))
    return browser


def form_of(browser: Client, path: str, **changes: Any) -> dict[str, Any]:
    """Return what the page's form would send."""
    form = browser.get(path).context["adminform"].form
    initial = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    sent = {name: value for name, value in initial.items() if value not in (None, "", False)}
    for name, value in sent.items():
        if name in ("grant_types", "scopes") and isinstance(value, str):
            sent[name] = value.split()
    return sent | changes


@pytest.mark.spec("FAPI 2.0 Security Profile section 5.3.2")
def test_the_admin_page_lets_the_preset_choose_and_says_what_contradicts_it(admin: Client) -> None:
    page = "/admin/oauth_server/application/add/"
    good = {
        "name": "A bank",
        "preset": "fapi2",
        "client_type": "confidential",
        "redirect_uris": "https://bank.example.org/callback",
        "jwks_uri": "https://bank.example.org/jwks.json",
    }
    wrong = form_of(admin, page, **good, token_endpoint_auth_method="client_secret_post")
    errors = admin.post(page, wrong).context["errors"].as_data()
    assert re.search("private_key_jwt", str(errors))
    assert not Application.objects.exists()
    answer = admin.post(page, form_of(admin, page, **good), follow=True)
    assert b"shown this once" not in answer.content
    client = Application.objects.get()
    assert client.require_pushed_authorization_requests
    assert client.dpop_bound_access_tokens
    assert client.grant_types == "authorization_code refresh_token"
    assert client.token_endpoint_auth_method == "private_key_jwt"
    assert client.id_token_signed_response_alg == "ES256"
    change = f"/admin/oauth_server/application/{client.pk}/change/"
    without = form_of(admin, change)
    del without["dpop_bound_access_tokens"]
    assert "dpop_bound_access_tokens" in admin.post(change, without).context["adminform"].form.errors
    assert admin.post(change, form_of(admin, change, scopes=["openid", "todo:read"])).status_code == 302
    client.refresh_from_db()
    assert (client.scopes, client.dpop_bound_access_tokens) == ("openid todo:read", True)


@pytest.mark.spec("RFC 7591 section 2.1")
def test_the_admin_page_refuses_keys_that_are_private(admin: Client) -> None:
    page = "/admin/oauth_server/application/add/"
    sent = {
        "client_type": "public",
        "redirect_uris": "https://app.example.org/callback",
        "grant_types": ["authorization_code"],
    }
    private = '{"keys": [{"kty": "oct", "k": "c2VjcmV0"}]}'
    assert "jwks" in admin.post(page, form_of(admin, page, **sent, jwks=private)).context["adminform"].form.errors
    assert admin.post(page, form_of(admin, page, **sent)).status_code == 302
    assert Application.objects.get().authorization_grant_type == "authorization-code"


def test_the_command_of_the_toolkit_works_without_a_preset_as_before() -> None:
    call_command("createapplication", "public", "authorization-code", "--redirect-uris", "https://app.example.org/cb")
    client = Application.objects.get()
    assert (client.preset, client.token_endpoint_auth_method) == ("", "none")
    assert client.grant_types == "authorization_code refresh_token"
    call_command("createapplication", "public", "client-credentials")
    assert Application.objects.count() == 1


def test_a_preset_lowers_lifetimes_and_waives_nothing() -> None:
    page, _ = register_client(
        Registration(
            "A page", public=True, preset=ClientPreset.SINGLE_PAGE, redirect_uris=("https://spa.example.org/cb",)
        )
    )
    assert page.refresh_absolute_lifetime == timedelta(days=1)
    assert page.allowed_origins == "https://spa.example.org"
    with pytest.raises(CommandError, match="PKCE"):
        call_command("initial_access_token", "A test", "--preset", "native", "--pkce-exempt")
