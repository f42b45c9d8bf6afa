"""Error pages say what happened, leak nothing, and name the request."""

import re
import secrets
from collections.abc import Callable
from typing import Any

import pytest
import structlog
from django.db import OperationalError, connection
from django.test import Client

from tests.flows.oauth import RelyingParty

pytestmark = pytest.mark.django_db


def test_an_unknown_address_is_a_page_with_the_request_id(client: Client) -> None:
    with structlog.testing.capture_logs([structlog.contextvars.merge_contextvars]) as logged:
        response = client.get("/nowhere/")
    assert response.status_code == 404
    assert next(entry["request_id"] for entry in logged).encode() in response.content


def test_an_unknown_host_is_refused(client: Client) -> None:
    assert client.get("/", headers={"host": "evil.example.org"}).status_code == 400


def test_a_form_without_its_csrf_token_is_a_page() -> None:
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "x", "password": "y"})
    assert response.status_code == 403
    assert b"<h1" in response.content


def test_a_server_error_shows_no_internals(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.raise_request_exception = False
    monkeypatch.setattr("oauth_server.console.home.render", lambda *_: 1 / 0)
    response = client.get("/")
    assert response.status_code == 500
    assert b"ZeroDivisionError" not in response.content
    assert b"<h1" in response.content


@pytest.mark.parametrize("fault", [ZeroDivisionError, OperationalError])
def test_a_server_error_names_the_request_under_which_the_log_has_its_cause(
    client: Client, monkeypatch: pytest.MonkeyPatch, fault: type[Exception]
) -> None:
    def failing(*_: Any) -> None:
        raise fault

    client.raise_request_exception = False
    monkeypatch.setattr("oauth_server.console.home.render", failing)
    with structlog.testing.capture_logs([structlog.contextvars.merge_contextvars]) as logged:
        response = client.get("/")
    assert response.status_code in {500, 503}
    assert next(entry["request_id"] for entry in logged).encode() in response.content


@pytest.mark.parametrize("path", ["/live", "/ready"])
def test_operators_are_answered(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/nowhere/", "/o/authorize/", "/admin/login/"])
def test_every_page_carries_the_strict_headers(client: Client, path: str) -> None:
    response = client.get(path)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "camera=()" in response["Permissions-Policy"]


@pytest.mark.parametrize("path", ["/", "/api/whoami/", "/o/userinfo/"])
def test_a_database_that_does_not_answer_is_503_with_a_time_to_retry(user_agent: Client, path: str) -> None:
    user_agent.raise_request_exception = False

    def down(*_: Any) -> None:
        raise OperationalError("the address of the database")

    with connection.execute_wrapper(down):
        response = user_agent.get(
            path, headers={} if path == "/" else {"authorization": f"Bearer {secrets.token_urlsafe(32)}"}
        )
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert b"the address of the database" not in response.content


def test_an_address_that_asks_too_often_is_told_when_to_come_back(client: Client) -> None:
    responses = [client.post("/accounts/password/reset/", {"email": "x@example.org"}) for _ in range(25)]
    assert responses[-1].status_code == 429
    assert int(responses[-1]["Retry-After"]) > 0


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://localhost/docs/?a=b", "/docs/?a=b"),
        ("http://localhost:8000/docs/", ""),
        ("https://evil.example.org/docs/", ""),
        ("http://localhost.evil.example.org/", ""),
        ("http://localhost/nowhere/", ""),
        ("http://localhost//evil.example.org/", ""),
        ("http://localhost/\\evil.example.org", ""),
        ("javascript:alert(1)", ""),
        ("http://[", ""),
        ("\x00", ""),
    ],
    ids=["ours", "port", "other", "lookalike", "same", "slashes", "backslash", "script", "broken", "nul"],
)
def test_the_way_back_leads_to_the_page_of_this_origin_that_led_here(client: Client, referer: str, back: str) -> None:
    page = client.get("/nowhere/", headers={"host": "localhost", "referer": referer}).content.decode()
    found = re.search(r'<a class="button plain" href="([^"]*)">Back</a>', page)
    assert (found[1] if found else "") == back


def test_what_was_read_may_be_asked_for_again_and_what_was_sent_may_not(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.raise_request_exception = False
    monkeypatch.setattr("oauth_server.console.preferences._back", lambda *_: 1 / 0)
    monkeypatch.setattr("oauth_server.console.home.render", lambda *_: 1 / 0)
    assert 'href="/?a=%22b">Try again</a>' in client.get("/?a=%22b").content.decode()
    assert ">Try again</a>" not in client.post("/preferences/", {"language": "en"}).content.decode()


@pytest.mark.parametrize("vouched", [{"hosts_verified": True}, {"skip_authorization": True}, {}, {"enabled": False}])
def test_an_oauth_error_leads_back_to_the_homepage_of_a_verified_application_only(
    client: Client, register: Callable[..., RelyingParty], vouched: dict[str, bool]
) -> None:
    website = "https://app.example.org/home"
    fields = {"hosts_verified": True, **vouched} if "enabled" in vouched else vouched
    party = register(website=website, **fields)
    page = client.get("/o/authorize/", party.request(redirect_uri="https://evil.example.org/")).content.decode()
    assert (website in page) is (bool(vouched) and "enabled" not in vouched)
    assert 'href="https://evil' not in page


@pytest.mark.parametrize("client_id", ["\x00", "x" * 300, ""])
def test_an_oauth_error_survives_any_client_identifier(client: Client, client_id: str) -> None:
    assert client.get("/o/authorize/", {"client_id": client_id}).status_code == 400


@pytest.mark.parametrize("path", ["/", "/nowhere/"])
def test_an_error_page_has_the_language_and_theme_that_were_chosen(
    client: Client, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    client.raise_request_exception = False
    client.post("/preferences/", {"language": "de", "theme": "dark"})
    monkeypatch.setattr("oauth_server.console.home.render", lambda *_: 1 / 0)
    root = re.search(r"<html[^>]*>", client.get(path).content.decode())
    assert root
    assert 'lang="de"' in root[0]
    assert 'data-theme="dark"' in root[0]


def test_a_form_that_is_out_of_date_leads_back_to_itself() -> None:
    asked = {"host": "localhost", "referer": "http://localhost/accounts/login/"}
    page = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "x"}, headers=asked).content.decode()
    assert 'href="/accounts/login/">Back</a>' in page


BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [("get", "/preferences/", "POST"), ("put", "/o/authorize/", "GET, POST")],
)
def test_a_method_that_an_address_does_not_have_is_a_page_to_a_browser(
    client: Client, method: str, path: str, allow: str
) -> None:
    response = getattr(client, method)(path, headers=BROWSER)
    assert (response.status_code, response["Allow"]) == (405, allow)
    assert b"<h1" in response.content
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("accept", ["*/*", "application/json", ""])
def test_a_program_is_told_by_allow_alone(client: Client, accept: str) -> None:
    response = client.get("/preferences/", headers={"accept": accept})
    assert (response.status_code, response["Allow"], response.content) == (405, "POST", b"")


def test_an_answer_that_says_why_itself_is_left_alone(client: Client) -> None:
    response = client.get("/o/token/", headers=BROWSER)
    assert response.status_code == 405
    assert response["Content-Type"].startswith("application/json")
