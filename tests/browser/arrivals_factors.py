"""The ways to the pages of second factors: somebody who has an app, or a passkey, or nothing yet."""

from collections.abc import Callable

from tests.browser.keys import FACTORS, add_passkey, confirm, plug_in, set_up_app
from tests.browser.visit import Visit
from tests.live.relying_party import RelyingParty


def with_app(path: str) -> Callable[[Visit], object]:
    """Return the way of somebody who has set up an authenticator app to a page of second factors."""

    def arrive(visit: Visit) -> None:
        set_up_app(visit, visit.become())
        visit.open(f"{FACTORS}{path}")

    return arrive


def with_passkey(path: str) -> Callable[[Visit], object]:
    """Return the way of somebody who has added a passkey to a page of theirs."""

    def arrive(visit: Visit) -> None:
        plug_in(visit)
        add_passkey(visit, visit.become())
        visit.open(path)

    return arrive


def codes_shown(visit: Visit) -> None:
    """Set an app up, and see the recovery codes this once."""
    set_up_app(visit, visit.become())


def add_factor(path: str) -> Callable[[Visit], object]:
    """Return the way of somebody without a second factor to the page that adds one."""

    def arrive(visit: Visit) -> None:
        person = visit.become()
        visit.open(f"{FACTORS}{path}")
        confirm(visit, person)

    return arrive


def key_page(action: str) -> Callable[[Visit], object]:
    """Return the way from the list of keys to a page of the one key."""

    def arrive(visit: Visit) -> None:
        with_passkey(f"{FACTORS}webauthn/")(visit)
        visit.link(action).click()

    return arrive


def factor_asked_for(visit: Visit) -> None:
    """Somebody without a second factor is asked for one by an application."""
    visit.become()
    visit.open(RelyingParty(visit.server, "Sample application").request("openid", acr_values="2").url)
