"""A call of this server's own endpoints, in process: what a client would send, and nothing of the person's session."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final
from urllib.parse import urlencode

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.urls import resolve

KEPT: Final = (
    "HTTP_HOST", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "REMOTE_ADDR", "SERVER_NAME", "SERVER_PORT",
    "SERVER_PROTOCOL", "wsgi.url_scheme",
)  # fmt: skip
"""Of the outer request: where it came in and from, for limits by address; nothing that could be a credential."""
SHOWN: Final = ("WWW-Authenticate", "Retry-After", "Content-Type")
LONGEST: Final = 20_000
"""Characters of an answer that are kept."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an endpoint said: `said` is its JSON, None where it is none; `text` its body, bounded."""

    status: int
    headers: Mapping[str, str]
    text: str
    said: Any

    @property
    def is_good(self) -> bool:
        """Whether it was answered as asked."""
        return 200 <= self.status < 300

    def as_kept(self) -> dict[str, Any]:
        """Return what a session keeps of it."""
        pretty = json.dumps(self.said, indent=2, ensure_ascii=False) if self.said is not None else self.text
        decision = self.said.get("decision", "") if isinstance(self.said, dict) else ""
        return {"status": self.status, "headers": dict(self.headers), "body": pretty[:LONGEST], "decision": decision}


def post(outer: HttpRequest, path: str, form: Mapping[str, str]) -> Answer:
    """Return the answer to a form."""
    return _ask(outer, "POST", path, urlencode(form).encode(), {"CONTENT_TYPE": "application/x-www-form-urlencoded"})


def get(outer: HttpRequest, path: str, *, token: str) -> Answer:
    """Return the answer to a call with an access token; `path` is one of our own, chosen and not typed."""
    return _ask(outer, "GET", path, b"", {"HTTP_AUTHORIZATION": f"Bearer {token}"})


def _ask(outer: HttpRequest, method: str, path: str, body: bytes, more: Mapping[str, str]) -> Answer:
    request = WSGIRequest(
        {
            **{name: outer.META[name] for name in KEPT if name in outer.META},
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_ACCEPT": "application/json",
            "wsgi.input": BytesIO(body),
            **more,
        }
    )
    found = resolve(path)
    response: Any = found.func(request, *found.args, **found.kwargs)
    if not getattr(response, "is_rendered", True):
        response.render()
    return _read(response)


def _read(response: HttpResponse) -> Answer:
    text = response.content.decode("utf-8", "replace")
    try:
        said = json.loads(text)
    except ValueError:
        said = None
    headers = {name: response[name] for name in SHOWN if name in response}
    return Answer(response.status_code, headers, text, said)
