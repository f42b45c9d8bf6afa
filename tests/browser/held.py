"""What acts for somebody, as its programs hold it: the headers by which each of them calls the API."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import requests

from tests.browser.visit import Visit
from tests.live.device import Device
from tests.live.person import Person
from tests.live.relying_party import RelyingParty
from tests.live.server import LiveServer

Headers = Mapping[str, str]
MOBILE: Final = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)"
WORKS: Final = 200
REFUSED: Final = 401


def works(visit: Visit, headers: Headers) -> bool:
    """Whether the API still hears who brings these; anything but a refusal of the credential fails."""
    answer = requests.get(f"{visit.server.issuer}/api/v1/todo/", headers=dict(headers), timeout=10)
    assert answer.status_code in {WORKS, REFUSED}, answer.text
    return answer.status_code == WORKS


def mobile(server: LiveServer, person: Person) -> Headers:
    """Sign in at a program of ours on a telephone."""
    return bearer(_post(server, "/api/jwt/token/", _secret(person), {"User-Agent": MOBILE})["access"])


def token(server: LiveServer, person: Person) -> Headers:
    """Get the token that all scripts share."""
    return {"Authorization": f"Token {_post(server, '/api/token/', _secret(person))['token']}"}


def key(server: LiveServer, by: Headers, name: str, *scopes: str) -> Headers:
    """Make a key; one that reads the to-do list, unless scopes are named."""
    asked = {"name": name, "scopes": scopes or ["todo:read"]}
    return {"X-API-Key": str(_post(server, "/api/keys/", asked, by)["key"])}


def application(server: LiveServer, person: Person, name: str) -> Headers:
    """Sign in to an application of the demo."""
    return bearer(RelyingParty(server, name).tokens(person, "openid todo:read")["access_token"])


def television(visit: Visit, scope: str = "openid todo:read offline_access") -> Headers:
    """Let a television in by its code."""
    device = Device(visit.server, "Television")
    shown = device.begin(scope)
    visit.open("/device")
    visit.field("Code").fill(shown["user_code"])
    visit.press("Continue")
    visit.press("Allow")
    return bearer(device.poll(shown["device_code"]).json()["access_token"])


@contextmanager
def other_browser(visit: Visit, person: Person) -> Iterator[Callable[[], bool]]:
    """Sign in elsewhere; yield what says whether that browser is still signed in."""
    with Person(visit.server, person.username, person.password) as elsewhere:
        elsewhere.sign_in()
        yield lambda: not elsewhere.get(f"{visit.server.issuer}/account/", allow_redirects=False).is_redirect


def bearer(value: str) -> Headers:
    """Return the header that brings a token."""
    return {"Authorization": f"Bearer {value}"}


def _secret(person: Person) -> dict[str, str]:
    return {"username": person.username, "password": person.password}


def _post(server: LiveServer, path: str, body: Any, headers: Headers | None = None) -> Any:
    answer = requests.post(f"{server.issuer}{path}", json=body, headers=dict(headers or {}), timeout=10)
    assert answer.ok, answer.text
    return answer.json()
