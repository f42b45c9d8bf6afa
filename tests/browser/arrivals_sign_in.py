"""The ways to the pages of sign-in, sign-up and passwords."""

from tests.browser.arrivals_consent import consent
from tests.browser.keys import add_passkey, by_buttons_only, plug_in, set_up_app
from tests.browser.visit import Visit


def wrong_password(visit: Visit) -> None:
    """Sign in as nobody."""
    visit.open("/accounts/login/")
    visit.field("Username or e-mail address").fill("nobody-at-all")
    visit.field("Password").fill("a wrong password")
    visit.press("Sign in")


def sign_in_on_the_way(visit: Visit) -> None:
    """Nobody is signed in when the application asks."""
    consent("openid")(visit)


def sign_up_with_errors(visit: Visit) -> None:
    """Sign up with a name that is taken and two different passwords."""
    visit.open("/accounts/signup/")
    visit.field("Username").fill("alice")
    visit.field("E-mail address").fill("somebody@example.org")
    for field, value in zip(visit.page.locator("input[type=password]").all(), ("12345678", "1234"), strict=True):
        field.fill(value)
    visit.press("Create account")


def mailed_code(visit: Visit) -> None:
    """Ask for a code to sign in."""
    visit.open("/accounts/login/code/")
    visit.field("E-mail address").fill("a-person-with-a-rather-long-name@mail.department.example.org")
    visit.press("E-mail me a code")


def change_password_with_errors(visit: Visit) -> None:
    """Give a wrong old password."""
    visit.open("/accounts/password/change/")
    for field in visit.page.locator("input[type=password]").all():
        field.fill("1234")
    visit.submit()


def reset_link(visit: Visit) -> None:
    """Follow the link of a password reset."""
    visit.open("/accounts/password/reset/")
    visit.field("E-mail address").fill(visit.server.user("mona")["email"])
    visit.submit()
    visit.open(visit.server.link_mailed_to(visit.server.user("mona")["email"]))


def second_factor(visit: Visit) -> None:
    """Give the password; the app's code is asked for."""
    person = visit.become()
    set_up_app(visit, person)
    visit.page.context.clear_cookies()
    visit.open("/accounts/login/")
    visit.sign_in_by_hand(person)


def second_factor_by_key(visit: Visit) -> None:
    """Give the password; a code or the key is asked for. The code is wrong."""
    plug_in(visit)
    by_buttons_only(visit)
    person = visit.become()
    add_passkey(visit, person)
    visit.page.context.clear_cookies()
    visit.open("/accounts/login/")
    visit.sign_in_by_hand(person)
    visit.field("Code").fill("wrong")
    visit.press("Sign in")
