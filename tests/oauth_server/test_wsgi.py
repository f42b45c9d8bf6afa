"""What reaches Django through the WSGI application, past the point where a test client begins."""

import importlib
import io
from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def application(db: None) -> Callable[..., Any]:
    """The application as a server imports it."""
    return importlib.import_module("oauth_server.wsgi").application


def status_of(application: Callable[..., Any], **environ: Any) -> str:
    """Return the status line of a request as a WSGI server would hand it over."""
    answered: list[str] = []
    given = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/live",
        "QUERY_STRING": "x=1",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "wsgi.input": io.BytesIO(),
        "wsgi.url_scheme": "http",
        **environ,
    }
    list(application(given, lambda status, headers, *_: answered.append(status)))
    return answered[0]


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain; charset=zlib",
        "application/x-www-form-urlencoded; charset=rot13",
        "text/plain; charset=hex",
        "text/plain; charset=nonsense",
        "text/plain; charset*=utf-8''zlib",
        "; charset=\x00",
        "charset",
        "",
    ],
)
def test_no_charset_is_a_server_error(application: Callable[..., Any], content_type: str) -> None:
    assert status_of(application, CONTENT_TYPE=content_type) == "200 OK"
