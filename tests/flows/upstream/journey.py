"""The way to the other instance and back: our pages with Django's client, the others with a person's own."""

from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from django.test import Client

from tests.live.person import Person
from tests.live.server import LiveServer

START: Final = "/accounts/oidc/other/login/"
CALLBACK: Final = f"{START}callback/"


class Upstream:
    """The other instance, and who is asked there."""

    def __init__(self, live: LiveServer) -> None:
        self.live = live

    def address(self, browser: Client, **form: str) -> str:
        """Begin here; return where the browser is led."""
        page = browser.post(START, form)
        assert page.status_code == 200, (page.status_code, page.headers)
        return str(page.context["address"])

    def back(self, address: str, username: str = "alice", *, decision: str = "allow") -> str:
        """Sign in and decide there; return the path and query that the browser comes back with."""
        with Person(self.live, username, self.live.user(username)["password"]) as person:
            target = urlsplit(person.authorize(address, decision=decision))
        assert target.path == CALLBACK
        return f"{target.path}?{target.query}"

    def through(self, browser: Client, username: str = "alice", *, decision: str = "allow", **form: str) -> Any:
        """Go there and come back; return what the callback answers."""
        return browser.get(self.back(self.address(browser, **form), username, decision=decision))


def query_of(address: str) -> dict[str, str]:
    """Return the parameters of an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
