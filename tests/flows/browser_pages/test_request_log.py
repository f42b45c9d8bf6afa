"""No secret in a log (RFC 9700 section 4.2.4; OWASP ASVS 5.0 section 16.2)."""

import io
import logging
import sys
from collections.abc import Iterator
from logging.config import BaseConfigurator
from typing import Any
from uuid import uuid4

import pytest
import structlog
from django.conf import settings
from django.test import Client
from structlog.testing import capture_logs

from tests.flows.oauth import RelyingParty


@pytest.fixture
def logged() -> Iterator[list[Any]]:
    with capture_logs([structlog.contextvars.merge_contextvars]) as entries:
        yield entries


def test_no_query_string_is_logged(user_agent: Client, web: RelyingParty, logged: list[Any]) -> None:
    user_agent.get("/o/authorize/", web.request(state="a-secret-state"))
    user_agent.get("/o/logout/", {"id_token_hint": "a-secret-state"})
    assert any("/o/authorize/" in str(entry) for entry in logged)
    assert "a-secret-state" not in str(logged)


def test_an_answered_request_is_one_line(client: Client, db: None, logged: list[Any]) -> None:
    client.get("/live")
    assert [entry["event"] for entry in logged if entry["log_level"] != "debug"] == ["request_finished"]


def test_no_key_of_a_link_is_logged(client: Client, db: None, logged: list[Any]) -> None:
    client.get("/accounts/password/reset/key/1-a-secret-key/")
    assert logged
    assert "a-secret-key" not in str(logged)


def test_no_library_that_logs_a_path_logs_a_key(db: None) -> None:
    path = "/accounts/password/reset/key/1-a-secret-key/"
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    formatters: Any = settings.LOGGING["formatters"]
    handler.setFormatter(BaseConfigurator({}).configure_custom(dict(formatters["json"])))
    logging.getLogger().addHandler(handler)
    try:
        assert Client(enforce_csrf_checks=True).post(path).status_code == 403
    finally:
        logging.getLogger().removeHandler(handler)
    assert "Forbidden" in out.getvalue()
    assert "a-secret-key" not in out.getvalue()


def test_no_token_password_or_secret_is_logged(user_agent: Client, web: RelyingParty, logged: list[Any]) -> None:
    tokens = web.tokens(user_agent)
    user_agent.get("/api/whoami/", headers={"authorization": f"Bearer {tokens['access_token']}"})
    user_agent.post("/api/jwt/token/", {"username": "alice", "password": "a-secret-password"})
    for secret in (
        *[str(value) for value in tokens.values()][:1],
        tokens["refresh_token"],
        web.secret,
        "a-secret-password",
    ):
        assert secret not in str(logged)


def test_a_forwarded_address_is_not_believed(client: Client, db: None, logged: list[Any]) -> None:
    client.get("/", headers={"x-forwarded-for": "203.0.113.9"})
    assert {entry.get("ip") for entry in logged} == {"127.0.0.1"}


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_traceback_shows_no_local_variable(form: str) -> None:
    described: dict[str, Any] = {**settings.LOGGING["formatters"][form]}  # type: ignore[index] # - a plain dict
    formatter = described.pop("()")(**described)
    password = str(uuid4())
    try:
        int(f"no number, {len(password)}")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "failed", None, sys.exc_info())
    written = formatter.format(record)
    assert "no number" in written
    assert password not in written
