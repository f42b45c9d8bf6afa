"""Plain HTTP calls, each with the status that it must have; a difference is printed and remembered (RFC 9110)."""

import base64
import http.cookiejar
import json
import secrets
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

PATIENCE: Final = 70
"""Seconds that a call waits at most where the server says that the address has called too often."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Any
    body: Any


@dataclass
class Server:
    """The server under test, and what the demo wrote down of its people and clients."""

    issuer: str
    demo: dict[str, Any]
    calls: int = 0
    differences: int = 0
    _opener: OpenerDirector = field(default_factory=build_opener)

    def call(
        self, said: str, method: str, path: str, expected: int, *, json: Any = None, form: Any = None, **headers: str
    ) -> Answer:
        """Send a request, print one line with the expected and the seen status, and return the answer.

        `headers`: by name, with _ for -.
        """
        answer = self._patiently(self._request(method, path, json, form, headers), expected)
        self.check(f"{method} {path}  {said}", expected, answer.status)
        return answer

    def check(self, said: str, expected: Any, seen: Any) -> None:
        """Print one line, and remember a difference."""
        self.calls += 1
        self.differences += expected != seen
        mark = "ok " if expected == seen else "BAD"
        print(f"  {mark} expected {expected} seen {seen}  {said}")  # noqa: T201 - the script's report

    def title(self, words: str) -> None:
        """Print the name of a block."""
        print(f"\n{words}")  # noqa: T201 - the script's report

    def with_cookies(self) -> http.cookiejar.CookieJar:
        """Become a browser, which keeps cookies; return its jar."""
        jar = http.cookiejar.CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(jar))
        return jar

    def without_cookies(self) -> None:
        """Become a plain client again."""
        self._opener = build_opener()

    def person(self, username: str) -> dict[str, str]:
        """Return the user name and the password of a person of the demo."""
        found = next(one for one in self.demo["users"] if one["username"] == username)
        return {"username": username, "password": found["password"]}

    def client(self, name: str) -> dict[str, Any]:
        """Return a client of the demo."""
        return next(dict(one) for one in self.demo["clients"] if one["name"] == name)

    def newcomer(self) -> dict[str, str]:
        """Register somebody new; return their user name and password."""
        name = f"reader-{secrets.token_hex(5)}"
        person = {"username": name, "password": secrets.token_urlsafe(12)}
        self.call("register", "POST", "/api/register/", 201, json={**person, "email": f"{name}@example.org"})
        return person

    def takes_basic(self) -> bool:
        """Return whether Basic authentication is switched on, which the description of the API says."""
        description = self._send(self._request("GET", "/api/schema/", None, None, {})).body
        return "basic" in description["components"]["securitySchemes"]

    def _request(self, method: str, path: str, content: Any, form: Any, headers: dict[str, str]) -> Request:
        data, sent = None, {name.replace("_", "-"): value for name, value in headers.items()}
        if content is not None:
            data, sent["Content-Type"] = json.dumps(content).encode(), "application/json"
        elif form is not None:
            data, sent["Content-Type"] = urlencode(form).encode(), "application/x-www-form-urlencoded"
        return Request(self.issuer + path, data=data, headers=sent, method=method)  # noqa: S310 - the address is given

    def _patiently(self, request: Request, expected: int) -> Answer:
        answer = self._send(request)
        if answer.status == HTTPStatus.TOO_MANY_REQUESTS != expected:
            time.sleep(min(float(answer.headers["Retry-After"]), PATIENCE))
            answer = self._send(request)
        return answer

    def _send(self, request: Request) -> Answer:
        try:
            with self._opener.open(request, timeout=30) as response:
                return Answer(response.status, response.headers, _read(response.read()))
        except HTTPError as refused:
            with refused:
                return Answer(refused.code, refused.headers, _read(refused.read()))


def basic(person: dict[str, str]) -> str:
    """Return the Authorization header of RFC 7617."""
    return "Basic " + base64.b64encode(f"{person['username']}:{person['password']}".encode()).decode()


def _read(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return content.decode(errors="replace")
