"""A call of our own API with a token, through every layer that a request from outside passes."""

import json
from contextvars import copy_context
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest
from django.http.response import HttpResponseBase


@dataclass(frozen=True, slots=True)
class Answer:
    """What the API said: the status, and the body as it is shown."""

    status: int
    reason: str
    body: str

    @property
    def is_good(self) -> bool:
        """Return whether it was no refusal."""
        return self.status < 400


def get(path: str, *, token: str, scheme: str, query: str, on_behalf: HttpRequest) -> Answer:
    """Read an address of the API with an access token; it counts as asked from where `on_behalf` came.

    No second connection, and no cookie: the request is made here, and goes through all middleware.
    """
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_AUTHORIZATION": f"{scheme} {token}",
        "HTTP_ACCEPT": "application/json",
        "wsgi.input": BytesIO(),
        "wsgi.url_scheme": urlsplit(settings.ISSUER).scheme,
        **{name: on_behalf.META[name] for name in _CARRIED if name in on_behalf.META},
    }
    # The request has a language, a log line and an identifier of its own: those of the page stay as they are.
    response = copy_context().run(_handler().get_response, WSGIRequest(environ))
    return Answer(response.status_code, response.reason_phrase, _shown(response))


_CARRIED = ("HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "REMOTE_ADDR", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO")


@cache
def _handler() -> WSGIHandler:
    return WSGIHandler()


def _shown(response: HttpResponseBase) -> str:
    text = b"".join(response).decode(errors="replace")
    try:
        said: Any = json.loads(text)
    except ValueError:
        return text
    return json.dumps(said, indent=2, ensure_ascii=False)
