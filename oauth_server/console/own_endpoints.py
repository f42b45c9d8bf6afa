"""A call of this server's own endpoints, in process: what a client would send, and nothing of the person's session."""

import json
from collections.abc import Mapping
from contextvars import copy_context
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from oauth_server.vocabulary import TokenType

KEPT: Final = (
    *("HTTP_HOST", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "REMOTE_ADDR"),
    *("SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL"),
)
"""Of the outer request: where it came in and from, for limits by address; nothing that could be a credential."""
SHOWN: Final = ("WWW-Authenticate", "Retry-After", "Content-Type")
LONGEST: Final = 20_000
"""Characters of an answer that are shown."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an endpoint said: `said` is its JSON, None where it is none; `body` what is shown of it, bounded."""

    status: int
    reason: str
    headers: Mapping[str, str]
    body: str
    said: Any

    @property
    def is_good(self) -> bool:
        """Whether it was answered as asked."""
        return 200 <= self.status < 300

    def as_kept(self) -> dict[str, Any]:
        """Return what a session keeps of it."""
        decision = self.said.get("decision", "") if isinstance(self.said, dict) else ""
        return {"status": self.status, "headers": dict(self.headers), "body": self.body, "decision": decision}


def post(outer: HttpRequest, path: str, form: Mapping[str, str]) -> Answer:
    """Return the answer to a form; it counts as sent from where `outer` came."""
    return _ask(outer, "POST", path, urlencode(form).encode(), {"CONTENT_TYPE": "application/x-www-form-urlencoded"})


def get(outer: HttpRequest, path: str, *, token: str) -> Answer:
    """Return the answer to a call with an access token; `path` is one of our own, chosen and not typed."""
    return _ask(outer, "GET", path, b"", {"HTTP_AUTHORIZATION": f"{TokenType.BEARER} {token}"})


def _ask(outer: HttpRequest, method: str, path: str, body: bytes, more: Mapping[str, str]) -> Answer:
    """Send it through every layer that a request from outside passes, without a second connection."""
    request = WSGIRequest(
        {
            **{name: outer.META[name] for name in KEPT if name in outer.META},
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_ACCEPT": "application/json",
            "wsgi.input": BytesIO(body),
            "wsgi.url_scheme": urlsplit(settings.ISSUER).scheme,
            **more,
        }
    )
    # It has a language, a log line and an identifier of its own: those of the page stay as they are.
    return _read(copy_context().run(_handler().get_response, request))


@cache
def _handler() -> WSGIHandler:
    return WSGIHandler()


def _read(response: HttpResponseBase) -> Answer:
    text = b"".join(response).decode(errors="replace")
    try:
        said = json.loads(text)
    except ValueError:
        said = None
    shown = text if said is None else json.dumps(said, indent=2, ensure_ascii=False)
    headers = {name: response[name] for name in SHOWN if name in response}
    return Answer(response.status_code, response.reason_phrase, headers, shown[:LONGEST], said)
