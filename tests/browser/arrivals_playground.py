"""The ways through the playground, to the programs of an application, and to what happened to it."""

from collections.abc import Callable

import requests

from tests.browser import arrivals_developer as developer
from tests.browser.visit import Visit

PATH = "/developer/playground/"
TROUBLED = "Troubled planner"


def build(visit: Visit, *, par: bool = False, scope: str = "todo:read") -> None:
    """Build a request of the playground's own client, which asks for one scope more than is ticked."""
    visit.open(PATH)
    if visit.button("Start over").count():
        visit.button("Start over").first.click()
    visit.page.get_by_label(scope).first.check()
    if par:
        visit.field("Push the request first").check()
    visit.press("Build the request")


def pushed(visit: Visit) -> None:
    """Build a request that is pushed first."""
    build(visit, par=True)


def send(visit: Visit, decision: str = "Allow") -> None:
    """Send the request that is built, and decide."""
    visit.link("Send it").click()
    visit.press(decision)


def tokens(visit: Visit) -> None:
    """Go the whole way."""
    build(visit)
    send(visit)


def refused(visit: Visit) -> None:
    """Do not allow it."""
    build(visit)
    send(visit, "Cancel")


def called(path: str) -> Callable[[Visit], object]:
    """Return the way to the answer of an address, called with the tokens."""

    def arrive(visit: Visit) -> None:
        tokens(visit)
        visit.field("Address").select_option(path)
        visit.press("Call it")

    return arrive


def of_application(visit: Visit) -> None:
    """Choose an application that has a secret, and build its request."""
    developer.application(visit)
    visit.open(PATH)
    visit.field("Application").select_option(label=developer.NAME)
    visit.press("Choose")
    visit.press("Build the request")


def chosen(visit: Visit) -> None:
    """Choose an application that has a secret."""
    developer.application(visit)
    visit.open(PATH)
    visit.field("Application").select_option(label=developer.NAME)
    visit.press("Choose")


def program(language: str, kind: str = "web") -> Callable[[Visit], object]:
    """Return the way to the program of an application of a kind."""

    def arrive(visit: Visit) -> None:
        name = f"{developer.NAME} {kind}"
        visit.open("/developer/")
        if not visit.page.get_by_role("link", name=name, exact=True).count():
            developer.register(visit, name=name, kind=kind)
        visit.open(f"{developer.application(visit, name)}quickstart/?language={language}")

    return arrive


def troubles(visit: Visit) -> None:
    """Look at the activity of an application whose secret was wrong, and whose logout nobody hears."""
    path = developer.application(visit, TROUBLED)
    client_id = path.strip("/").split("/")[1]
    endpoint, form = f"{visit.server.issuer}/o/token/", {"grant_type": "refresh_token", "refresh_token": "none"}
    requests.post(endpoint, data=form, auth=(client_id, "wrong"), timeout=10)
    requests.post(endpoint, data=form | {"client_id": client_id}, timeout=10)
    visit.open(path)
    hears = visit.field("Back-channel logout URI")
    if hears.input_value() == "":
        hears.fill("https://garden.invalid/logout")
        visit.press("Save settings")
    visit.open(f"{path}activity/")
    visit.press("Send a test logout")
