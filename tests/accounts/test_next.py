"""Where a page may lead on to: a path of this server (CVE-2016-2512's class)."""

import pytest
from django.test import Client

from accounts.models import User
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db
PAGES = ["/accounts/login/", "/accounts/signup/", "/accounts/logout/", "/accounts/password/reset/", "/admin/login/"]
NO_PATHS = [
    "//[",
    "http://[",
    "http://[::1",
    "https://\u2100/",
    "//evil.example.org/",
    "http://127.0.0.1/",
    "\\\\evil",
    "\x00",
]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("target", NO_PATHS)
def test_a_next_that_is_no_path_is_no_server_error(client: Client, path: str, target: str) -> None:
    assert client.get(path, {"next": target}).status_code in (200, 302)


@pytest.mark.parametrize("target", NO_PATHS)
def test_signing_in_never_leads_away(client: Client, alice: User, target: str) -> None:
    response = client.post("/accounts/login/", {"login": "alice", "password": PASSWORD, "next": target})
    assert response["Location"] == "/"


def test_signing_in_leads_on_to_a_path(client: Client, alice: User) -> None:
    response = client.post("/accounts/login/", {"login": "alice", "password": PASSWORD, "next": "/o/authorize/?x=1"})
    assert response["Location"] == "/o/authorize/?x=1"


@pytest.mark.parametrize(
    "path", ["/accounts/email/", "/accounts/password/change/", "/accounts/password/reset/key/1-x/"]
)
def test_no_cache_keeps_an_account_page(client: Client, path: str) -> None:
    assert "no-store" in client.get(path)["Cache-Control"]
