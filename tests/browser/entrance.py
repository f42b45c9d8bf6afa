"""Going out and coming in by the pages: what a journey does between its steps."""

from playwright.sync_api import expect

from tests.browser.keys import enter_code
from tests.browser.visit import Visit
from tests.live.person import Person


def forget(visit: Visit) -> None:
    """Open the sign-in page in a browser that knows nobody."""
    visit.page.context.clear_cookies()
    visit.open("/accounts/login/")


def come_back(visit: Visit, person: Person) -> None:
    """Sign in by the password, in a browser that knows nobody."""
    forget(visit)
    visit.sign_in_by_hand(person)


def come_by_mail(visit: Visit, person: Person) -> None:
    """Sign in by a code that is mailed, in a browser that knows nobody."""
    forget(visit)
    visit.leave_by(visit.link("E-mail me a code"))
    visit.field("E-mail address").fill(person.email)
    visit.press("E-mail me a code")
    expect(visit.heading("Enter the code")).to_be_visible()
    enter_code(visit, person, "Sign in")


def sign_out(visit: Visit) -> None:
    """Sign out by the page."""
    visit.open("/accounts/logout/")
    visit.press("Sign out")


def is_home_of(visit: Visit, person: Person) -> None:
    """See on the home page who is signed in."""
    visit.open("/")
    expect(visit.page.get_by_role("heading", level=1)).to_have_text(visit.said("Hello, %(name)s", name=person.username))


def is_told(visit: Visit, message: str, plural: str = "", /, **values: object) -> None:
    """See a message above the page; `plural`, `values`: as `Visit.said` has them."""
    expect(visit.page.get_by_role("status").filter(has_text=visit.said(message, plural, **values))).to_be_visible()
