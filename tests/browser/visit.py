"""A visit in Chromium: a page, who it is signed in as, and everything that the browser complained about."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import ConsoleMessage, Locator, Page, Response

from tests.live.person import Person
from tests.live.server import LiveServer


@dataclass
class Visit:
    """One tab at the live server. `complaints`: console and script errors, what did not load."""

    page: Page
    server: LiveServer
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("response", self._answered)
        self.page.set_default_timeout(15_000)

    def open(self, path: str) -> Response | None:
        """Go to a path of the server, or to a whole address."""
        return self.page.goto(path if "://" in path else f"{self.server.issuer}{path}")

    def become(self, username: str = "") -> Person:
        """Sign the browser in as a person of the demo, or as somebody new; return who that is."""
        with Person(self.server) as person:
            if username:
                person.username, person.password = username, self.server.user(username)["password"]
            else:
                person.sign_up()
            self.take_over(person.sign_in())
        return person

    def take_over(self, person: Person) -> None:
        """Go on in Chromium where a person with a plain client is."""
        self.page.context.add_cookies([self._cookie(cookie) for cookie in person.cookies])

    def sign_in_by_hand(self, person: Person) -> None:
        """Fill in the sign-in page that is open."""
        self.page.get_by_label("Username or e-mail address").fill(person.username)
        self.page.get_by_label("Password", exact=True).fill(person.password)
        self.press("Sign in")

    def press(self, name: str) -> None:
        """Press a button of the page's content, and wait for the page it leads to."""
        self._leave_by(self.page.get_by_role("main").get_by_role("button", name=name, exact=True))

    def submit(self) -> None:
        """Press the first button of the page's content, whatever it says, and wait for the page it leads to."""
        self._leave_by(self.page.get_by_role("main").get_by_role("button").first)

    def text(self) -> str:
        """Return what the page's content says."""
        return self.page.get_by_role("main").inner_text()

    def _leave_by(self, button: Locator) -> None:
        with self.page.expect_navigation():
            button.click()

    def _cookie(self, cookie: Any) -> Any:
        return {"name": cookie.name, "value": cookie.value, "url": self.server.issuer}

    def _heard(self, message: ConsoleMessage) -> None:
        # What did not load is told with its address by `_answered`; an error page is a document that answered 4xx.
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.complaints.append(message.text)

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            self.complaints.append(f"{response.status} {response.url}")
