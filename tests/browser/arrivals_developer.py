"""The ways to the pages of the developer console: somebody of the demo registers an application, and looks at it."""

from collections.abc import Callable
from typing import Final

from playwright.sync_api import Locator

from tests.browser.visit import Visit

NAME: Final = "Garden planner"
ONCE: Final = "Shown once"
CALLBACK: Final = "https://garden.example.org/callback"


def register(visit: Visit, *, name: str = NAME, kind: str = "web") -> None:
    """Fill in the wizard and send it."""
    visit.open(f"/developer/new/{kind}/")
    visit.field("Name").fill(name)
    visit.field("Homepage (optional)").fill("https://garden.example.org/")
    if kind not in ("machine", "device"):
        redirect_uri(visit, 1).fill(CALLBACK)
    visit.press("Register application")


def redirect_uri(visit: Visit, number: int) -> Locator:
    """Return one of the fields for redirect URIs, counted from 1."""
    return visit.page.get_by_label(f"{visit.said('Redirect URI')} {number}", exact=True)


def application(visit: Visit, name: str = NAME) -> str:
    """Open one's application of a name, made if it is not there; return the path of its first tab."""
    visit.open("/developer/")
    link = visit.page.get_by_role("link", name=name, exact=True)
    if not link.count():
        register(visit, name=name)
        visit.open("/developer/")
    with visit.page.expect_navigation():
        link.first.click()
    return visit.page.url.removeprefix(visit.server.issuer)


def applications(visit: Visit) -> None:
    """Look at the list with an application in it."""
    application(visit)
    visit.open("/developer/")


def tab(path: str) -> Callable[[Visit], object]:
    """Return the way to a tab of one's application."""
    return lambda visit: visit.open(f"{application(visit)}{path}")


def wizard_with_errors(visit: Visit) -> None:
    """Leave the name out, and type an address that no web application may have, and a good one."""
    visit.open("/developer/new/web/")
    redirect_uri(visit, 1).fill("myapp://callback")
    visit.press("Add another redirect URI")
    redirect_uri(visit, 2).fill(CALLBACK)
    visit.press("Register application")


def registered(visit: Visit) -> None:
    """Register an application that shows its secret; one of the same name goes first."""
    delete(visit, ONCE)
    register(visit, name=ONCE)


def delete(visit: Visit, name: str) -> None:
    """Delete every application of a name."""
    visit.open("/developer/")
    while visit.page.get_by_role("link", name=name, exact=True).count():
        visit.open(f"{application(visit, name)}danger/")
        visit.field("To delete it, type its name: %(name)s", name=name).fill(name)
        visit.press("Delete the application")


def settings_with_errors(visit: Visit) -> None:
    """Type what cannot be registered."""
    application(visit)
    redirect_uri(visit, 1).fill("https://garden.example.org/callback#part")
    visit.field("Life of access tokens, in minutes").fill("100000")
    visit.press("Save settings")
    visit.page.get_by_role("alert").wait_for()


def new_secret(visit: Visit) -> None:
    """Make a new secret beside the one of before."""
    tab("credentials/")(visit)
    visit.press("Make a new secret")


def keys_with_errors(visit: Visit) -> None:
    """Paste what is no JWK Set."""
    tab("credentials/")(visit)
    visit.field("Or the keys themselves (jwks)").fill('{"keys": 1}')
    visit.press("Save keys")


def wrong_name(visit: Visit) -> None:
    """Type another name than that of the application to delete."""
    tab("danger/")(visit)
    visit.field("To delete it, type its name: %(name)s", name=NAME).fill("Another name")
    visit.press("Delete the application")


def disabled(visit: Visit) -> None:
    """Disable an application."""
    visit.open(f"{application(visit, 'Winter garden')}danger/")
    if visit.button("Disable the application").count():
        visit.press("Disable the application")


def address_unverified(visit: Visit) -> None:
    """Somebody whose address is not verified would register an application."""
    visit.become()
    visit.open("/developer/new/")
