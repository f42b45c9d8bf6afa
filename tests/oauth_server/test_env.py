"""The variables: what is refused at the start, in one line that names the variable."""

import os
import subprocess
import sys

import pytest

from tests.environment import VARIABLES


def started(**changes: str) -> str:
    """Return what a start with these variables says: nothing where it is fine."""
    environment = {**os.environ, **VARIABLES, **changes}
    command = [sys.executable, "-c", "import oauth_server.settings.env"]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return ended.stderr.strip().rpartition("\n")[2]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SIGNING_KEYS_SECRET", ""),
        ("ISSUER", ""),
        ("ISSUER", "https://id.example.org/"),
        ("ISSUER", "https://id.example.org/path"),
        ("ISSUER", "http://id.example.org"),
        ("ISSUER", "id.example.org"),
        ("DEBUG", "perhaps"),
        ("EMAIL_VERIFICATION", "never"),
    ],
)
def test_a_start_is_refused_and_the_variable_named(name: str, value: str) -> None:
    assert started(**{name: value}).startswith(f"django.core.exceptions.ImproperlyConfigured: {name} ")


@pytest.mark.parametrize("issuer", ["https://id.example.org", "https://id.example.org:8443", "http://127.0.0.1:8000"])
def test_an_origin_is_an_issuer(issuer: str) -> None:
    assert started(ISSUER=issuer) == ""
