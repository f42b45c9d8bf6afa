"""The web side: a WSGI application with a page for each preset, and what their buttons do."""

import json
from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie
from typing import Final
from wsgiref.types import StartResponse, WSGIEnvironment

from authlib.common.errors import AuthlibBaseError
from joserfc.errors import JoseError
from requests import RequestException

from examples.sample_app import pages
from examples.sample_app.answers import COOKIE, Answer, Asked, headers_of, to
from examples.sample_app.code_flow import SignInError
from examples.sample_app.configuration import Configuration
from examples.sample_app.meanings import MEANINGS
from examples.sample_app.presets import presets_of
from examples.sample_app.presets.preset import Preset
from examples.sample_app.visits import Visits

STATIC: Final = {
    "/static/sample.css": "text/css; charset=utf-8",
    "/static/sample.svg": "image/svg+xml",
    "/static/single_page.js": "text/javascript; charset=utf-8",
    "/static/steps.js": "text/javascript; charset=utf-8",
}
WORDS: Final = "/static/meanings.json"
REFUSALS: Final = (SignInError, AuthlibBaseError, JoseError, ValueError)
"""What an exchange with the server can end in: its error, a token that does not verify, no JSON."""


class Site:
    """The WSGI application."""

    def __init__(self, configuration: Configuration) -> None:
        self.configuration = configuration
        self.presets = presets_of(configuration)
        self.visits = Visits()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        path = environ["PATH_INFO"]
        if path in STATIC:
            return self._send(_file(path), start_response)
        if path == WORDS:
            words = Answer(body=json.dumps(dict(MEANINGS)).encode(), content_type="application/json")
            return self._send(words, start_response)
        key = _cookie(environ)
        visit, new_key = self.visits.find(key), None
        if visit is None:
            new_key, visit = self.visits.start()
        preset = self._preset_of(path)
        asked = Asked(
            environ["REQUEST_METHOD"], path, environ.get("QUERY_STRING", ""), key, visit, visit.run(preset.path)
        )
        if asked.method == "POST" and environ.get("HTTP_ORIGIN") not in {None, self.configuration.origin}:
            answer = _plain("403 Forbidden", "This form was sent from another site.")
        else:
            answer = self._answer(preset, asked)
        if answer.renew:
            answer.key = self.visits.renew(key or new_key, visit)
        answer.key = answer.key or new_key
        return self._send(answer, start_response)

    def _send(self, answer: Answer, start_response: StartResponse) -> Iterable[bytes]:
        start_response(answer.status, headers_of(answer, self.configuration.issuer))
        return [answer.body]

    def _preset_of(self, path: str) -> Preset:
        first = f"/{path.split('/')[1]}"
        return self.presets.get(first, self.presets["/"])

    def _answer(self, preset: Preset, asked: Asked) -> Answer:
        route = preset.routes().get((asked.method, asked.path))
        shows = (asked.method, asked.path) == ("GET", preset.path)
        if route is None and not shows:
            return _plain("404 Not Found", "There is no such page here.")
        try:
            if route:
                return route(asked)
            arrived = preset.arrive(asked)
        except (RequestException, KeyError):
            asked.run.problem = f"{self.configuration.issuer} gave no answer that this application understands."
            return to(preset.path)
        except REFUSALS as error:
            asked.run.problem = str(error) or type(error).__name__
            return to(preset.path)
        if arrived:
            return arrived
        body = pages.preset_page(self.presets.values(), preset, asked.run)
        asked.run.problem = ""
        return Answer(body=body.encode(), refresh=preset.pause(asked.run), scripts=bool(preset.script))


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
