"""Whatever is posted to a page of the console, it answers, and is never at fault itself."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from oauth_server.console.developer.urls import urlpatterns
from oauth_server.protocol.models import Application
from tests.flows.oauth import RelyingParty

GARBAGE = ("", "\x00", "a" * 20_000, "\ud7ff\U0010ffff", "1e400", "{", "https://[", "9" * 500)
FIELDS = (
    *("name", "website", "redirect_uris", "allowed_origins", "post_logout_redirect_uris", "backchannel_logout_uri"),
    *(
        "scopes",
        "token_format",
        "access_token_lifetime",
        "refresh_idle_lifetime",
        "overlap",
        "ends",
        "jwks",
        "jwks_uri",
    ),
    *("contacts", "logo_uri", "privacy_url", "picture", "add", "field", "preset", "value", "agrees_to_wait", "instead"),
)
ACTIONS = ("", "new_secret", "keys", "branding", "logo")
NAMES = sorted(str(entry.name) for entry in urlpatterns if set(entry.pattern.converters) <= {"client_id"})


@pytest.mark.parametrize("name", NAMES)
def test_garbage_is_answered_and_changes_nothing(developer: Client, own: RelyingParty, name: str) -> None:
    path = reverse(name, args=[own.client_id] if _is_of_one(name) else [])
    before: dict[str, Any] = dict(Application.objects.values().get())
    for garbage in GARBAGE:
        for action in ACTIONS:
            form = {field: [garbage, garbage] for field in FIELDS} | {"action": action}
            assert developer.post(path, form).status_code < 500
        assert developer.get(path, {"page": garbage, "language": garbage}).status_code < 500
    after: dict[str, Any] = dict(Application.objects.values().get())
    changed = {column for column in after if after[column] != before[column]}
    assert changed <= {"updated", "allowed_origins", "post_logout_redirect_uris", "jwks_uri"}


@pytest.mark.parametrize("kind", ["web", "fapi2", "device"])
def test_garbage_registers_nothing(developer: Client, kind: str) -> None:
    for garbage in GARBAGE:
        form = {field: [garbage, garbage] for field in FIELDS if field != "add"}
        assert developer.post(f"/developer/new/{kind}/", form).status_code == 400
    assert not Application.objects.exists()


def _is_of_one(name: str) -> bool:
    return any(entry.name == name and entry.pattern.converters for entry in urlpatterns)
