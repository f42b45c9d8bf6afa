"""The ways to the pages of one's own account: profile, data, deletion, other providers."""

from collections.abc import Callable

from tests.browser.keys import verify_address
from tests.browser.visit import Visit
from tests.live.person import Person
from tests.live.relying_party import RelyingParty
from tests.live.upstream import NAME, upstream_of


def profile_with_errors(visit: Visit) -> None:
    """Give a telephone number that is none."""
    visit.become()
    visit.open("/account/")
    visit.field("First name").fill("Maximiliane-Josephine")
    visit.field("Telephone number").fill("call me")
    visit.press("Save")


def profile_that_is_read(visit: Visit) -> None:
    """Two applications can read parts of it."""
    with Person(visit.server).sign_up() as person:
        RelyingParty(visit.server, "Sample application").tokens(person, "openid profile")
        visit.take_over(person)
    visit.open("/account/")


def wrong_name(visit: Visit) -> None:
    """Type another name than one's own."""
    person = visit.become()
    visit.open("/account/delete/")
    visit.field("Type your username, %(name)s, to confirm", name=person.username).fill("somebody-else")
    visit.press("Delete my account")


def closed(visit: Visit) -> None:
    """Close the account; the home page says what follows."""
    person = visit.become()
    visit.open("/account/delete/")
    visit.field("Type your username, %(name)s, to confirm", name=person.username).fill(person.username)
    visit.press("Delete my account")


def leaving(visit: Visit) -> None:
    """Sign in to an account that is to be deleted."""
    person = visit.become()
    visit.open("/account/delete/")
    visit.field("Type your username, %(name)s, to confirm", name=person.username).fill(person.username)
    visit.press("Delete my account")
    visit.open("/accounts/login/")
    visit.sign_in_by_hand(person)


def keep_link(visit: Visit) -> None:
    """Close the account, and follow the link of the mail that says so."""
    person = visit.become()
    verify_address(visit, person)  # mail about an account goes to nobody whose address is not confirmed
    visit.open("/account/delete/")
    visit.field("Type your username, %(name)s, to confirm", name=person.username).fill(person.username)
    visit.press("Delete my account")
    visit.open(visit.server.link_mailed_to(person.email))


def with_provider(path: str, who: str = "") -> Callable[[Visit], None]:
    """Return the way to a page of a server that has a provider."""

    def arrive(visit: Visit) -> None:
        upstream_of(visit.server)
        if who:
            visit.become(who)
        visit.open(path)

    return arrive


def sign_up_by_provider(visit: Visit) -> None:
    """Come by the provider without an account here."""
    with Person(upstream_of(visit.server)).sign_up() as person:
        through_provider(visit, person)


def through_provider(visit: Visit, person: Person) -> None:
    """Sign in by the provider, beginning at our sign-in page; who is signed in there is sent straight back."""
    upstream_of(visit.server)
    visit.open("/accounts/login/")
    visit.button("Sign in with %(name)s", name=NAME).click()
    visit.page.wait_for_url(
        lambda url: "/accounts/oidc/" not in url and url != f"{visit.server.issuer}/accounts/login/"
    )
    at_provider(visit, person)


def at_provider(visit: Visit, person: Person) -> None:
    """Sign in at the provider where the browser stands there, allow what is asked, and come back."""
    if visit.page.url.startswith(f"{upstream_of(visit.server).issuer}/accounts/login/"):
        visit.sign_in_by_hand(person)
    if visit.button("Allow").count():
        visit.press("Allow")
    visit.page.wait_for_url(f"{visit.server.issuer}/**")
