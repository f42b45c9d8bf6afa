"""The web side: a WSGI application with one page, a callback and six buttons."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Final
from wsgiref.types import StartResponse, WSGIEnvironment

from authlib.common.errors import AuthlibBaseError
from joserfc.errors import JoseError
from requests import RequestException

from examples.sample_app import pages, steps
from examples.sample_app.configuration import Configuration
from examples.sample_app.relying_party import RelyingParty, SignInError
from examples.sample_app.visits import Step, Visit, Visits

COOKIE: Final = "sample_visit"
STATIC: Final = {"/static/sample.css": "text/css; charset=utf-8", "/static/sample.svg": "image/svg+xml"}
CALLS: Final[dict[str, tuple[str, str, dict[str, str] | None]]] = {
    "whoami": ("GET", "/api/whoami/", None),
    "todos": ("GET", "/api/v1/todo/", None),
    "new-todo": ("POST", "/api/v1/todo/", {"title": "Water the plants"}),
}
REFUSALS: Final = (SignInError, AuthlibBaseError, JoseError, ValueError)
"""What an exchange with the server can end in: its error, a token that does not verify, no JSON."""


@dataclass(slots=True)
class Asked:
    """A request, with the visit it belongs to."""

    method: str
    path: str
    query: str
    key: str | None
    visit: Visit


@dataclass(slots=True)
class Answer:
    """A response; `key` is set where the browser gets a new cookie."""

    status: str = "200 OK"
    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    location: str = ""
    key: str | None = None


class Site:
    """The WSGI application."""

    def __init__(self, configuration: Configuration) -> None:
        self.configuration = configuration
        self.party = RelyingParty(configuration)
        self.visits = Visits()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if environ["PATH_INFO"] in STATIC:
            return self._send(_file(environ["PATH_INFO"]), start_response)
        key = _cookie(environ)
        visit, new_key = self.visits.find(key), None
        if visit is None:
            new_key, visit = self.visits.start()
        asked = Asked(environ["REQUEST_METHOD"], environ["PATH_INFO"], environ.get("QUERY_STRING", ""), key, visit)
        if asked.method == "POST" and environ.get("HTTP_ORIGIN") not in {None, self.configuration.origin}:
            answer = _plain("403 Forbidden", "This form was sent from another site.")
        else:
            answer = self._answer(asked)
        answer.key = answer.key or new_key
        return self._send(answer, start_response)

    def _send(self, answer: Answer, start_response: StartResponse) -> Iterable[bytes]:
        start_response(answer.status, self._headers(answer))
        return [answer.body]

    def _answer(self, asked: Asked) -> Answer:
        routes: dict[tuple[str, str], Callable[[Asked], Answer]] = {
            ("GET", "/"): self._home,
            ("GET", "/callback"): self._callback,
            ("POST", "/sign-in"): self._sign_in,
            ("POST", "/refresh"): self._refresh,
            ("POST", "/sign-out"): self._sign_out,
            **{("POST", f"/call/{name}"): self._call for name in CALLS},
        }
        route = routes.get((asked.method, asked.path))
        if route is None:
            return _plain("404 Not Found", "There is no such page here.")
        try:
            return route(asked)
        except RequestException:
            asked.visit.problem = f"{self.configuration.issuer} gave no answer that this application understands."
            return Answer(status="303 See Other", location="/")
        except REFUSALS as error:
            asked.visit.problem = str(error) or type(error).__name__
            return Answer(status="303 See Other", location="/")

    def _home(self, asked: Asked) -> Answer:
        if asked.visit.signed_out_state and f"state={asked.visit.signed_out_state}" in asked.query:
            asked.visit.signed_out_state = ""
            return Answer(status="303 See Other", location="/")
        body = pages.home(self.configuration, asked.visit)
        asked.visit.problem = ""
        return Answer(body=body.encode())

    def _sign_in(self, asked: Asked) -> Answer:
        url, asked.visit.pending = self.party.authorization_request()
        asked.visit.steps = [Step("Authorization request", steps.address(url), "The browser went there.")]
        return Answer(status="303 See Other", location=url)

    def _callback(self, asked: Asked) -> Answer:
        pending, asked.visit.pending = asked.visit.pending, None
        code = self.party.code_of(asked.query, pending)
        if pending is None:
            raise SignInError("No sign-in was under way.")
        redirect_uri = self.configuration.redirect_uri
        asked.visit.record(Step("Authorization response", f"GET {redirect_uri}", steps.parameters(asked.query)))
        token, claims = self.party.exchange(code, pending)
        sent = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
        sent["code_verifier"] = pending.code_verifier
        asked.visit.record(Step("Token request", steps.members(sent), steps.members(token)))
        userinfo = self.party.userinfo_of(token, claims["sub"])
        asked.visit.record(Step("Userinfo request", "Authorization: Bearer …", steps.members(userinfo)))
        asked.visit.token, asked.visit.claims = token, userinfo | claims
        self._record_call("whoami", asked.visit)
        return Answer(status="303 See Other", location="/", key=self.visits.renew(asked.key, asked.visit))

    def _call(self, asked: Asked) -> Answer:
        self._record_call(asked.path.removeprefix("/call/"), asked.visit)
        return Answer(status="303 See Other", location="/")

    def _record_call(self, name: str, visit: Visit) -> None:
        method, path, body = CALLS[name]
        status, text = self.party.call(method, path, visit.token, body)
        visit.record(steps.api_call(method, path, status, text, body))

    def _refresh(self, asked: Asked) -> Answer:
        old = asked.visit.token
        sent = {"grant_type": "refresh_token", "refresh_token": old.get("refresh_token", "")}
        asked.visit.token = self.party.refresh(old)
        asked.visit.record(Step("Token request: refresh", steps.members(sent), steps.members(asked.visit.token)))
        return Answer(status="303 See Other", location="/")

    def _sign_out(self, asked: Asked) -> Answer:
        asked.visit.signed_out_state = secrets.token_urlsafe(16)
        url = self.party.end_session_address(asked.visit.token, asked.visit.signed_out_state)
        asked.visit.forget()
        asked.visit.steps = []
        return Answer(status="303 See Other", location=url)

    def _headers(self, answer: Answer) -> list[tuple[str, str]]:
        policy = (
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
            f"form-action 'self' {self.configuration.issuer}"
        )
        headers = [
            ("Content-Type", answer.content_type),
            ("Content-Length", str(len(answer.body))),
            ("Content-Security-Policy", policy),
            ("Cache-Control", "no-store"),
            ("Referrer-Policy", "same-origin"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        if answer.location:
            headers.append(("Location", answer.location))
        if answer.key:
            headers.append(("Set-Cookie", f"{COOKIE}={answer.key}; Path=/; HttpOnly; SameSite=Lax"))
        return headers


def _cookie(environ: WSGIEnvironment) -> str | None:
    try:
        cookies: SimpleCookie = SimpleCookie(environ.get("HTTP_COOKIE", ""))
    except CookieError:
        return None
    return cookies[COOKIE].value if COOKIE in cookies else None


def _file(path: str) -> Answer:
    return Answer(body=(pages.FOLDER / path.removeprefix("/")).read_bytes(), content_type=STATIC[path])


def _plain(status: str, text: str) -> Answer:
    return Answer(status=status, body=pages.page(f"<section><h1>{text}</h1></section>", title=status[4:]).encode())
