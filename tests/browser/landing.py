"""The sample application with a test in its place: it asks for what the test wants, and the test reads its answer."""

from typing import Any

from playwright.sync_api import Request

from tests.browser.visit import Visit
from tests.live.relying_party import RelyingParty, SignIn


class Landing:
    """The registration of the sample application, which runs; it did not ask, so it leaves the answer alone."""

    def __init__(self, visit: Visit, sample_app: dict[str, Any]) -> None:
        self.visit, self.party = visit, RelyingParty(visit.server, sample_app)
        self.answers: list[str] = []
        visit.page.on("request", self._seen)

    def ask(self, scope: str, **parameters: str) -> SignIn:
        """Send the browser to the server with a request."""
        sign_in = self.party.request(scope, **parameters)
        self.visit.open(sign_in.url)
        return sign_in

    def tokens(self, sign_in: SignIn) -> dict[str, Any]:
        """Exchange the code that the browser came back with."""
        return self.party.exchange(self.answers[-1], sign_in)

    def status(self, path: str, tokens: dict[str, Any]) -> int:
        """Call the API, and return the status of its answer."""
        return int(self.party.api(path, tokens).status_code)

    def _seen(self, request: Request) -> None:
        if request.url.startswith(f"{self.party.redirect_uri}?"):
            self.answers.append(request.url)
