"""A person at the live server with a plain HTTP client in place of a browser: signs up, signs in, decides."""

import secrets
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import requests

from tests.live.forms import form_with
from tests.live.server import LiveServer

PASSWORD = "a sparrow in the rafters"


class Person(requests.Session):
    """One person with one cookie jar; follows redirects within the server, and stops at its edge."""

    def __init__(self, server: LiveServer, username: str = "", password: str = PASSWORD) -> None:
        super().__init__()
        self.server, self.password = server, password
        self.verify, self.trust_env = server.verify, False  # a bundle that the environment names would win
        self.username = username or f"person-{secrets.token_hex(6)}"
        self.email = f"{self.username}@example.org"

    def sign_up(self) -> "Person":
        """Make an account by the API, without signing in."""
        account = {"username": self.username, "email": self.email, "password": self.password}
        answer = requests.post(f"{self.server.issuer}/api/register/", json=account, timeout=10, verify=self.verify)
        assert answer.status_code == 201, answer.text
        return self

    def sign_in(self) -> "Person":
        """Sign in by the page."""
        answer = self.walk("/accounts/login/")
        answer = self.submit(answer, "login", login=self.username, password=self.password)
        assert answer.ok, answer.text
        return self

    def walk(self, url: str) -> requests.Response:
        """Go to an address and follow redirects as long as they stay on the server."""
        return self._follow(self.get(self._absolute(url), allow_redirects=False, timeout=10))

    def submit(self, page: requests.Response, having: str, **values: str | list[str]) -> requests.Response:
        """Fill and send the form that has a field of this name, and follow from there."""
        form = form_with(page.text, having)
        target = urljoin(page.url, form.action or page.url)
        sent = form.filled(**values)
        return self._follow(
            self.post(target, data=sent, headers={"Referer": page.url}, allow_redirects=False, timeout=10)
        )

    def authorize(self, url: str, *, decision: str = "allow", scope: list[str] | None = None) -> str:
        """Walk an authorization request to its end; return the address at the client that the browser is sent to.

        `scope`: what stays ticked; None leaves all ticked.
        """
        ticked = {} if scope is None else {"scope": scope}
        answer = self.walk(url)
        while not answer.is_redirect:
            assert answer.ok, answer.text
            if urlsplit(answer.url).path == "/accounts/login/":
                answer = self.submit(answer, "login", login=self.username, password=self.password)
            else:
                answer = self.submit(answer, "decision", decision=decision, **ticked)
        return str(answer.headers["Location"])

    def _absolute(self, url: str) -> str:
        return urljoin(self.server.issuer, url)

    def _follow(self, answer: requests.Response) -> requests.Response:
        while answer.is_redirect:
            target = urljoin(answer.url, answer.headers["Location"])
            if not target.startswith(f"{self.server.issuer}/"):
                return answer
            answer = self.get(target, allow_redirects=False, timeout=10)
        return answer


def parameters_of(url: str) -> dict[str, Any]:
    """Return the query of an address, each parameter once."""
    query = parse_qs(urlsplit(url).query, strict_parsing=True)
    assert all(len(values) == 1 for values in query.values()), url
    return {name: values[0] for name, values in query.items()}
