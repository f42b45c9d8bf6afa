"""The settings of one's own application: what may be changed, what is refused, and what a change takes back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import AuditEvent, User
from oauth_server.protocol.models import Application
from tests.client_keys import ClientKey
from tests.flows.conftest import PASSWORD
from tests.flows.developer.seen import faults, grow_old, page, row
from tests.flows.oauth import CALLBACK, RelyingParty, allow


def save(developer: Client, party: RelyingParty, **changes: Any) -> Any:
    """Send the form as it stands, with changes; None leaves a field out."""
    now = row(party)
    form = {
        "redirect_uris": now.redirect_uris.split(),
        "post_logout_redirect_uris": now.post_logout_redirect_uris.split(),
        "allowed_origins": now.allowed_origins.split(),
        "backchannel_logout_uri": now.backchannel_logout_uri,
        "token_format": now.token_format,
        **changes,
    }
    return developer.post(page(party), {name: value for name, value in form.items() if value is not None})


def test_what_is_saved_holds(developer: Client, own: RelyingParty) -> None:
    other = "https://app.example.org/other"
    changes = {
        "redirect_uris": [CALLBACK, other, ""],
        "post_logout_redirect_uris": ["https://app.example.org/bye"],
        "backchannel_logout_uri": "https://app.example.org/logout",
        "token_format": "opaque",
        "access_token_lifetime": "3",
        "refresh_idle_lifetime": "2",
        "dpop_bound_access_tokens": "on",
        "require_pushed_authorization_requests": "on",
    }
    assert save(developer, own, **changes).status_code == 302
    now = row(own)
    assert now.redirect_uris == f"{CALLBACK} {other}"
    assert (now.token_format, now.dpop_bound_access_tokens) == ("opaque", True)
    assert now.access_token_lifetime is not None
    assert now.access_token_lifetime.total_seconds() == 180
    assert now.require_pushed_authorization_requests
    assert save(developer, own, access_token_lifetime="3", refresh_idle_lifetime="2").status_code == 302
    assert not row(own).dpop_bound_access_tokens


def test_the_trail_says_who_changed_what(developer: Client, own: RelyingParty, alice: User) -> None:
    save(developer, own, token_format="opaque")
    event = AuditEvent.objects.get(event="client_changed")
    assert (event.actor, event.client, event.detail) == (alice.audit_key, own.client_id, {"changed": ["token_format"]})


def test_saving_what_stands_there_writes_nothing(developer: Client, own: RelyingParty) -> None:
    before = row(own).updated
    assert save(developer, own).status_code == 302
    assert row(own).updated == before
    assert not AuditEvent.objects.filter(event="client_changed").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("redirect_uris", ["http://app.example.org/callback"]),
        ("redirect_uris", []),
        ("redirect_uris", [f"https://app.example.org/{number}" for number in range(21)]),
        ("post_logout_redirect_uris", ["javascript:alert(1)"]),
        ("allowed_origins", ["https://app.example.org/path"]),
        ("backchannel_logout_uri", "http://app.example.org/logout"),
        ("backchannel_logout_uri", "https://app.example.org/#part"),
        ("token_format", "saml"),
        ("access_token_lifetime", "11"),
        ("access_token_lifetime", "0"),
        ("access_token_lifetime", "1e9"),
        ("refresh_idle_lifetime", "15"),
        ("refresh_absolute_lifetime", "9" * 400),
        ("require_signed_request_object", "on"),
    ],
)
def test_what_may_not_be_is_refused_beside_its_field(
    developer: Client, own: RelyingParty, field: str, value: Any
) -> None:
    before = Application.objects.filter(pk=own.application.pk).values().get()
    assert list(faults(save(developer, own, **{field: value}))) == [field]
    assert Application.objects.filter(pk=own.application.pk).values().get() == before


def test_signed_requests_may_be_asked_for_with_keys(developer: Client, own: RelyingParty) -> None:
    Application.objects.update(jwks=ClientKey().jwks)
    assert save(developer, own, require_signed_request_object="on").status_code == 302
    assert row(own).require_signed_request_object


def test_what_the_kind_fixes_cannot_be_switched_off(
    developer: Client, alice: User, register: Callable[..., RelyingParty]
) -> None:
    strict = register(
        preset="fapi2",
        user=alice,
        key=ClientKey(),
        dpop_bound_access_tokens=True,
        require_pushed_authorization_requests=True,
        id_token_signed_response_alg="ES256",
    )
    assert save(developer, strict, token_format="opaque").status_code == 302
    now = row(strict)
    assert (now.dpop_bound_access_tokens, now.require_pushed_authorization_requests) == (True, True)
    assert now.token_format == "opaque"


def test_another_redirect_uri_asks_for_a_recent_sign_in(developer: Client, own: RelyingParty) -> None:
    grow_old(developer)
    answer = save(developer, own, redirect_uris=["https://evil.example.com/"])
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert row(own).redirect_uris == CALLBACK
    assert save(developer, own, token_format="opaque")["Location"] == page(own)
    developer.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": page(own)})
    assert save(developer, own, redirect_uris=[CALLBACK, "https://app.example.org/2"])["Location"] == page(own)
    assert row(own).redirect_uris.endswith("/2")


@pytest.mark.parametrize(
    ("uri", "verified"), [("https://app.example.org/2", True), ("https://evil.example.com/callback", False)]
)
def test_a_redirect_uri_on_a_new_host_takes_the_verification_back(
    developer: Client, own: RelyingParty, uri: str, verified: bool
) -> None:
    Application.objects.update(hosts_verified=True, skip_authorization=True)
    save(developer, own, redirect_uris=[CALLBACK, uri])
    assert (row(own).hosts_verified, row(own).skip_authorization) == (verified, verified)


def test_a_code_under_way_to_an_address_that_is_taken_away_is_refused(developer: Client, own: RelyingParty) -> None:
    request = developer.get("/o/authorize/", own.request(scope="account:read"))
    code = allow(developer, developer.get("/o/authorize/", own.request(scope="account:read")))["code"]
    save(developer, own, redirect_uris=["https://app.example.org/other"])
    assert own.exchange(Client(), code).status_code == 400
    assert developer.get(request["Location"]).status_code == 400


def test_an_address_taken_away_is_refused_from_then_on(developer: Client, own: RelyingParty) -> None:
    save(developer, own, redirect_uris=["https://app.example.org/other"])
    assert developer.get("/o/authorize/", own.request()).status_code == 400


def test_a_change_of_an_application_that_is_gone_finds_nothing(developer: Client, own: RelyingParty) -> None:
    Application.objects.all().delete()
    assert developer.post(page(own), {"redirect_uris": CALLBACK}).status_code == 404


def test_what_no_form_offers_is_not_changed(developer: Client, own: RelyingParty) -> None:
    extra = {
        "skip_authorization": "on",
        "hosts_verified": "on",
        "enabled": "",
        "grant_types": "client_credentials",
        "preset": "",
        "user": "1",
        "introspects": "x",
        "pkce_exempt": "on",
        "client_id": "other",
        "scopes": "admin:act",
        "cap_scopes": "",
        "token_format": "jwt",
    }
    before = row(own)
    save(developer, own, **extra)
    now = row(own)
    for column in (
        "skip_authorization",
        "hosts_verified",
        "enabled",
        "grant_types",
        "preset",
        "user_id",
        "introspects",
        "pkce_exempt",
        "client_id",
        "scopes",
    ):
        assert getattr(now, column) == getattr(before, column), column
