"""What really went over the wire: a hook on the HTTP client that tells each exchange as a step."""

import json
import re
from collections.abc import Mapping
from functools import partial
from typing import Any, Final, TypeVar
from urllib.parse import parse_qsl, urlsplit

from requests import PreparedRequest, Response, Session

from examples.sample_app.exchanges import REFUSALS, exchange_of
from examples.sample_app.steps import Side, Step
from examples.sample_app.visits import Run

S = TypeVar("S", bound=Session)
TIMEOUT: Final = 10
"""Seconds that the authorization server may take to answer."""
APPLICATION: Final = "Application to server"
BROWSER: Final = "Browser to server"
BACK: Final = "Browser to application"
SENT_HEADERS: Final = ("Authorization", "DPoP", "MCP-Protocol-Version")
RECEIVED_HEADERS: Final = ("WWW-Authenticate", "DPoP-Nonce", "Retry-After")
LONGEST: Final = 3000
"""Characters of a body that a page shows."""


def recorded(session: S, run: Run) -> S:
    """Return the session, which tells from now on what it exchanges."""
    session.hooks["response"].append(partial(_hear, run))
    return session


def went(title: str, url: str, says: str, section: str) -> Step:
    """Return the step of a browser that was sent to an address of the server."""
    parts = urlsplit(url)
    return Step(title, BROWSER, Side(f"GET {_whole(url)}", members=tuple(parse_qsl(parts.query))), None, says, section)


def came(title: str, url: str, query: str, says: str, section: str) -> Step:
    """Return the step of a browser that the server sent back to `url` with a query."""
    members = tuple(parse_qsl(query))
    return Step(title, BACK, Side(f"GET {url}", members=members), None, says, section, "error" not in dict(members))


def _hear(run: Run, response: Response, *_arguments: Any, **_options: Any) -> None:
    request = response.request
    form = _form(request)
    known = exchange_of(urlsplit(str(request.url)).path, form)
    members, text, more = _content(response, known.members)
    word = _word(response) if response.status_code >= 400 else ""
    start, headers = f"{response.status_code} {response.reason}", _told(response.headers, RECEIVED_HEADERS)
    run.record(
        Step(
            known.title,
            APPLICATION,
            _request(request, form),
            Side(start, headers, members, text, more),
            REFUSALS.get(word or str(response.status_code), known.says),
            known.section,
            response.status_code < 400,
            word,
        )
    )


def _request(request: PreparedRequest, form: Mapping[str, Any]) -> Side:
    parts = urlsplit(str(request.url))
    members = tuple(form.items()) or tuple(parse_qsl(parts.query))
    return Side(f"{request.method} {_whole(str(request.url))}", _told(request.headers, SENT_HEADERS), members)


def _form(request: PreparedRequest) -> dict[str, Any]:
    body = request.body.decode() if isinstance(request.body, bytes) else str(request.body or "")
    if "json" in str(request.headers.get("Content-Type", "")):
        content: dict[str, Any] = json.loads(body)
        return content
    return dict(parse_qsl(body))


def _content(response: Response, wanted: tuple[str, ...]) -> tuple[tuple[tuple[str, Any], ...], str, int]:
    """Return the members that the page tells, the body as text instead, and how many members are left out."""
    try:
        document = response.json()
    except ValueError:
        return (), response.text[:LONGEST], 0
    if wanted == ("*",) and isinstance(document, dict):
        return tuple(document.items()), "", 0
    told = [(name, document[name]) for name in wanted if isinstance(document, dict) and name in document]
    if told and response.status_code < 400:
        return tuple(told), "", len(document) - len(told)
    return (), json.dumps(document, indent=2, ensure_ascii=False)[:LONGEST], 0


def _word(response: Response) -> str:
    """Return the one word of a refusal: of a challenge, or of an error of the token endpoint."""
    found = re.search(r'error="([^"]*)"', response.headers.get("WWW-Authenticate", ""))
    if found:
        return found[1]
    try:
        return str(response.json().get("error") or "")
    except (ValueError, AttributeError):
        return ""


def _told(headers: Mapping[str, Any], wanted: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(headers[name])) for name in wanted if name in headers)


def _whole(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path}"
