"""The ways to the pages of access, keys and activity: accounts with little in them, and with much."""

from collections.abc import Callable
from typing import Final

from tests.browser import held
from tests.browser.visit import Visit
from tests.live.person import Person
from tests.live.relying_party import RelyingParty

ACCESS: Final = "/account/access/"
NEW_KEY: Final = "/account/keys/new/"


def newcomer(path: str) -> Callable[[Visit], object]:
    """Return the way of somebody whose account is new to a page."""

    def arrive(visit: Visit) -> None:
        visit.become()
        visit.open(path)

    return arrive


def busy(path: str) -> Callable[[Visit], object]:
    """Return the way of somebody whose account has something of every kind to a page."""

    def arrive(visit: Visit) -> None:
        fill(visit, visit.become())
        visit.open(path)

    return arrive


def fill(visit: Visit, person: Person) -> None:
    """Connect applications and a device, sign in elsewhere, and make keys and tokens."""
    server = visit.server
    for name, scope in (
        ("Sample application", "openid profile email account:read todo:read todo:write offline_access"),
        ("Single-page application", "openid todo:read"),
        ("Native application", "openid profile todo:read offline_access"),
    ):
        RelyingParty(server, name).tokens(person, scope)
    RelyingParty(server, "Sample application").tokens(person, "openid todo:read")
    held.television(visit, "openid profile todo:read offline_access")
    mobile = held.mobile(server, person)
    held.token(server, person)
    held.key(server, mobile, "Backup of my list")
    held.key(server, mobile, "Bot", "todo:read", "todo:write", "account:read")
    with Person(server, person.username, person.password) as elsewhere:
        elsewhere.headers["User-Agent"] = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Firefox/140.0"
        elsewhere.sign_in()


def opened(visit: Visit) -> None:
    """Open every disclosure of a busy page."""
    busy(ACCESS)(visit)
    for summary in visit.page.get_by_role("main").locator("summary").all():
        summary.click()


def key_with_errors(visit: Visit) -> None:
    """Ask for a key without a name and without a scope."""
    newcomer(NEW_KEY)(visit)
    visit.press("Make the key")


def key_made(visit: Visit) -> None:
    """Make a key."""
    newcomer(NEW_KEY)(visit)
    visit.field("Name").fill("Backup of my list")
    visit.field("See your to-do list").check()
    visit.press("Make the key")


def everything_ended(visit: Visit) -> None:
    """Say that it was not me."""
    newcomer(f"{ACCESS}not-me/")(visit)
    visit.press("End everything")
