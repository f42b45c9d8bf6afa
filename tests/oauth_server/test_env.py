"""The variables: what is refused at the start, in one line that names the variable and tells no password."""

import runpy

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.architecture.sources import ROOT


def read_variables() -> None:
    """Read the environment as a start does."""
    runpy.run_path(str(ROOT / "oauth_server/settings/env.py"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SIGNING_KEYS_SECRET", ""),
        ("ISSUER", ""),
        ("ISSUER", "https://id.example.org/"),
        ("ISSUER", "https://id.example.org/path"),
        ("ISSUER", "https://id.example.org:port"),
        ("ISSUER", "https://somebody@id.example.org"),
        ("ISSUER", "http://id.example.org"),
        ("ISSUER", "id.example.org"),
        ("DATABASE_URL", "hunter2"),
        ("DATABASE_URL", "oops://somebody:hunter2@db/name"),
        ("CACHE_URL", "oops://somebody:hunter2@cache"),
        ("EMAIL_URL", "oops://somebody:hunter2@mail"),
        ("TRUSTED_PROXIES", "the proxy"),
        ("DEMO", "yes"),
        ("DEBUG", "perhaps"),
        ("EMAIL_VERIFICATION", "never"),
        ("API_KEY_HEADER", "Authorization"),
        ("API_KEY_HEADER", "X_API_Key"),
        ("API_KEY_HEADER", "key "),
        ("REMOTE_USER_HEADER", "cookie"),
        ("REMOTE_USER_HEADER", "REMOTE_USER"),
        ("REMOTE_USER_HEADER", "x-api-key"),
    ],
)
def test_a_start_is_refused_the_variable_named_and_no_password_told(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=f"^{name} ") as refused:
        read_variables()
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("issuer", ["https://id.example.org", "https://id.example.org:8443", "http://127.0.0.1:8000"])
def test_an_origin_is_an_issuer(monkeypatch: pytest.MonkeyPatch, issuer: str) -> None:
    monkeypatch.setenv("ISSUER", issuer)
    read_variables()
