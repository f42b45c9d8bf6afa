"""Registering an application: the kind chooses the safe settings, the secret is shown this once."""

import json
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.models import AuditEvent, User
from oauth_server.protocol.models import Application, DeveloperPolicy
from oauth_server.protocol.services import developer_registration
from tests.client_keys import ClientKey
from tests.flows.developer.asking import ask
from tests.flows.developer.seen import faults, grow_old
from tests.flows.oauth import CALLBACK, RelyingParty

SAFE = {
    "web": ("confidential", "client_secret_basic", "authorization_code refresh_token"),
    "single_page": ("public", "none", "authorization_code refresh_token"),
    "native": ("public", "none", "authorization_code refresh_token"),
    "machine": ("confidential", "client_secret_basic", "client_credentials"),
    "device": ("public", "none", "urn:ietf:params:oauth:grant-type:device_code refresh_token"),
    "agent": ("public", "none", "authorization_code refresh_token"),
}


@pytest.mark.parametrize("kind", SAFE)
def test_the_kind_chooses_the_safe_settings(developer: Client, alice: User, kind: str) -> None:
    response = ask(developer, kind)
    made = Application.objects.get()
    assert (made.client_type, made.token_endpoint_auth_method, made.grant_types) == SAFE[kind]
    assert (made.user, made.preset, made.enabled, made.approval) == (alice, kind, True, "")
    assert not made.skip_authorization
    assert not made.pkce_exempt
    assert not made.hosts_verified
    assert response.status_code == (201 if made.client_type == "confidential" else 302)


def test_a_secret_is_shown_in_the_answer_and_nowhere_else(developer: Client, capsys: Any) -> None:
    page = ask(developer, "web")
    secret = re.search(r'id="new_secret">([^<]+)<', page.content.decode())
    assert secret is not None
    made = Application.objects.get()
    party = RelyingParty(application=made, secret=secret[1])
    assert party.tokens(developer, scope="account:read")["access_token"]
    kept = [made.client_secret, str(dict(developer.session)), str(list(AuditEvent.objects.values()))]
    tabs = [developer.get(f"/developer/{made.client_id}/{tab}") for tab in ("", "credentials/", "quickstart/")]
    kept += [response.content.decode() for response in tabs]
    kept += [*(str(message.body) for message in mail.outbox), *capsys.readouterr()]
    assert not [text for text in kept if secret[1] in text]


def test_the_trail_says_who_registered_it(developer: Client, alice: User) -> None:
    ask(developer, "native")
    assert AuditEvent.objects.get(event="client_registered").actor == alice.audit_key


def test_a_row_more_keeps_what_was_typed_and_registers_nothing(developer: Client) -> None:
    page = ask(developer, "web", redirect_uris=[CALLBACK, "not yet"], add="redirect_uris", name="Half a na")
    html = page.content.decode()
    assert page.status_code == 200
    assert len(re.findall(r'name="redirect_uris"', html)) == 3
    assert 'value="Half a na"' in html
    assert CALLBACK in html
    assert "not yet" in html
    assert "errorlist" not in html
    assert not Application.objects.exists()


@pytest.mark.parametrize(
    ("kind", "uri"),
    [
        ("web", "http://app.example.org/callback"),
        ("web", "http://localhost:3000/callback"),
        ("web", "https://*.example.org/callback"),
        ("web", "https://app.example.org/callback#part"),
        ("web", "org.example.app:/callback"),
        ("native", "app:/callback"),
        ("single_page", "javascript:alert(1)"),
        ("agent", "https://a@b.example.org/"),
        ("web", "https://app.example.org/\x00"),
        ("web", "https://" + "a" * 600),
    ],
)
def test_a_redirect_uri_is_refused_with_its_reason_beside_it(developer: Client, kind: str, uri: str) -> None:
    page = ask(developer, kind, redirect_uris=[CALLBACK if kind != "native" else "org.example.app:/", uri])
    assert faults(page)["redirect_uris"]
    rows = page.context["form"]["redirect_uris"].rows
    assert [bool(row["fault"]) for row in rows] == [False, True]
    checked = developer.post("/developer/check/", {"field": "redirect_uris", "preset": kind, "value": uri})
    assert checked.json() == {"fault": rows[1]["fault"]}
    assert not Application.objects.exists()


def test_fapi_wants_keys_and_gets_no_secret(developer: Client) -> None:
    key = ClientKey()
    assert "jwks" in faults(ask(developer, "fapi2", redirect_uris=[CALLBACK]))
    assert ask(developer, "fapi2", redirect_uris=[CALLBACK], jwks=json.dumps(key.jwks)).status_code == 302
    made = Application.objects.get()
    assert (made.token_endpoint_auth_method, made.client_secret) == ("private_key_jwt", "")
    assert made.dpop_bound_access_tokens
    assert made.require_pushed_authorization_requests


def test_the_program_that_makes_a_key_makes_one_that_is_taken(developer: Client, tmp_path: Path) -> None:
    page = developer.get("/developer/new/fapi2/").content.decode()
    program = re.search(r'id="make_key"[^>]*><code>(.*?)</code>', page, re.DOTALL)
    assert program is not None
    made = subprocess.run(
        [sys.executable, "-c", unescape(program[1])], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert b"PRIVATE KEY" in (tmp_path / "key.pem").read_bytes()
    assert ask(developer, "fapi2", redirect_uris=[CALLBACK], jwks=made.stdout).status_code == 302


@pytest.mark.parametrize("name", ["", "   ", "\u202e\u202d", "\u2800", "a" * 81, "a\x00b"])
def test_a_name_that_nobody_can_read_is_refused(developer: Client, name: str) -> None:
    assert "name" in faults(ask(developer, "web", name=name))


@pytest.mark.parametrize("kind", ["none", "WEB", "fapi", "a\x00b"])
def test_an_unknown_kind_is_not_there(developer: Client, kind: str) -> None:
    assert developer.get(f"/developer/new/{kind}/").status_code == 404


@pytest.mark.parametrize(
    ("who", "verified", "status"),
    [
        ("nobody", True, 403),
        ("staff", True, 403),
        ("everybody", False, 403),
        ("everybody", True, 200),
    ],
)
def test_the_policy_says_who_may_register(
    developer: Client, alice: User, policy: DeveloperPolicy, who: str, verified: bool, status: int
) -> None:
    DeveloperPolicy.objects.update(who=who)
    alice.emailaddress_set.update(verified=verified)  # type: ignore[attr-defined] # - allauth's
    assert developer.get("/developer/new/").status_code == status
    assert developer.get("/developer/new/web/").status_code == status
    made = ask(developer, "web").status_code
    assert made == (201 if status == 200 else 403)
    assert Application.objects.count() == (1 if status == 200 else 0)
    assert developer.get("/developer/").status_code == 200


def test_without_a_policy_staff_alone_registers_and_the_sensitive_waits(developer: Client, alice: User) -> None:
    DeveloperPolicy.objects.all().delete()
    assert ask(developer, "web").status_code == 403
    User.objects.filter(pk=alice.pk).update(is_staff=True)
    assert ask(developer, "machine").status_code == 201
    assert Application.objects.get().approval == "waiting"


def test_a_person_has_as_many_as_the_policy_allows(developer: Client) -> None:
    DeveloperPolicy.objects.update(at_most=2)
    assert [ask(developer, "native").status_code for _ in range(3)] == [302, 302, 403]
    assert Application.objects.count() == 2


def test_making_and_deleting_in_a_loop_comes_to_an_end(developer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(developer_registration, "MOST", 2)
    for _ in range(2):
        assert ask(developer, "native").status_code == 302
        Application.objects.all().delete()
    refused = ask(developer, "native")
    assert (refused.status_code, Application.objects.count()) == (429, 0)
    assert 0 < int(refused["Retry-After"]) <= 900
    assert "quarter of an hour" in refused.content.decode()
    ask(developer, "native")
    assert AuditEvent.objects.filter(event="guesses_spent").count() == 1


def test_registering_asks_for_a_recent_sign_in_and_keeps_what_was_typed(developer: Client) -> None:
    grow_old(developer)
    response = ask(developer, "native")
    assert response["Location"].startswith("/accounts/reauthenticate/")
    assert not Application.objects.exists()
    developer.post(response["Location"], {"password": "correct horse battery staple"})
    assert Application.objects.get().redirect_uris == "org.example.app:/callback"


def test_pasted_keys_do_not_wait_in_the_session(developer: Client) -> None:
    grow_old(developer)
    ask(developer, "fapi2", redirect_uris=[CALLBACK], jwks='{"keys": [{"d": "a-private-half"}]}')
    assert "a-private-half" not in str(dict(developer.session))
