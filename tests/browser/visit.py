"""A visit in Chromium: a page, who it is signed in as, and everything that the browser complained about."""

import dataclasses
from collections.abc import Callable
from typing import Any

from playwright.sync_api import ConsoleMessage, Locator, Page, Response

from tests.browser.words import SOURCE, in_language
from tests.live.person import Person
from tests.live.server import LiveServer


@dataclasses.dataclass
class Visit:
    """One tab at the live server. `complaints`: console and script errors, what did not load.

    What is looked for is given in English words, as the source has them, and found in the `language` of the visit.
    `reader` says what is wrong with the words of the page that is open; it is asked before each page is left.
    """

    page: Page
    server: LiveServer
    language: str = SOURCE
    reader: Callable[[Page], list[str]] | None = None
    complaints: list[str] = dataclasses.field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("response", self._answered)
        self.page.set_default_timeout(15_000)

    def open(self, path: str) -> Response | None:
        """Go to a path of the server, or to a whole address."""
        self.read()
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
        self.field("Username or e-mail address").fill(person.username)
        self.field("Password").fill(person.password)
        self.press("Sign in")

    def said(self, english: str, plural: str = "", /, *, count: object = 1, **values: object) -> str:
        """Return a message in the language of the visit, as it is read (`tests.browser.words.in_language`)."""
        return in_language(self.language, english, plural, count=count, **values)

    def field(self, label: str, /, **values: object) -> Locator:
        """Return a field by its label."""
        return self.page.get_by_label(self.said(label, **values), exact=True)

    def button(self, name: str, /, **values: object) -> Locator:
        """Return a button of the page's content."""
        return self._part("button", self.said(name, **values))

    def link(self, name: str, /, **values: object) -> Locator:
        """Return a link of the page's content."""
        return self._part("link", self.said(name, **values))

    def heading(self, name: str, /, **values: object) -> Locator:
        """Return a heading of the page's content."""
        return self._part("heading", self.said(name, **values))

    def words(self, english: str, /, *, exact: bool = False, **values: object) -> Locator:
        """Return what says this."""
        return self.page.get_by_text(self.said(english, **values), exact=exact)

    def press(self, name: str) -> None:
        """Press a button of the page's content, and wait for the page it leads to."""
        self.leave_by(self.button(name))

    def button_there(self, name: str) -> Locator:
        """Return a button of an application's page, which speaks English to everybody."""
        return self._part("button", name)

    def press_there(self, name: str) -> None:
        """Press a button of an application's page, and wait for the page it leads to."""
        self.leave_by(self.button_there(name))

    def submit(self) -> None:
        """Press the first button of the page's content, whatever it says, and wait for the page it leads to."""
        self.leave_by(self.page.get_by_role("main").get_by_role("button").first)

    def leave_by(self, way: Locator) -> None:
        """Press a button or a link, once it is there, and wait for the page it leads to."""
        way.wait_for()
        self.read()
        with self.page.expect_navigation():
            way.click()

    def text(self) -> str:
        """Return what the page's content says."""
        return self.page.get_by_role("main").inner_text()

    def read(self) -> None:
        """Have the page that is open read, and complain of its words."""
        if self.reader is not None:
            self.page.wait_for_load_state()
            self.complaints += self.reader(self.page)

    def _part(self, role: Any, name: str) -> Locator:
        return self.page.get_by_role("main").get_by_role(role, name=name, exact=True)

    def _cookie(self, cookie: Any) -> Any:
        return {"name": cookie.name, "value": cookie.value, "url": self.server.issuer}

    def _heard(self, message: ConsoleMessage) -> None:
        # What did not load is told with its address by `_answered`; an error page is a document that answered 4xx.
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.complaints.append(message.text)

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            self.complaints.append(f"{response.status} {response.url}")
