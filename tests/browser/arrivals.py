"""The ways to pages that have no address of their own: what a person does to see them."""

from collections.abc import Callable

from tests.browser.keys import FACTORS, add_passkey, by_buttons_only, confirm, plug_in, set_up_app
from tests.browser.visit import Visit
from tests.live.device import Device
from tests.live.person import Person
from tests.live.relying_party import RelyingParty


def at(path: str) -> Callable[[Visit], object]:
    """Return the way to a page that has an address of its own."""
    return lambda visit: visit.open(path)


def wrong_password(visit: Visit) -> None:
    """Sign in as nobody."""
    visit.open("/accounts/login/")
    visit.field("Username or e-mail address").fill("nobody-at-all")
    visit.field("Password").fill("a wrong password")
    visit.press("Sign in")


def sign_up_with_errors(visit: Visit) -> None:
    """Sign up with a name that is taken and two different passwords."""
    visit.open("/accounts/signup/")
    visit.field("Username").fill("alice")
    visit.field("E-mail address").fill("somebody@example.org")
    for field, value in zip(visit.page.locator("input[type=password]").all(), ("12345678", "1234"), strict=True):
        field.fill(value)
    visit.press("Create account")


def change_password_with_errors(visit: Visit) -> None:
    """Give a wrong old password."""
    visit.open("/accounts/password/change/")
    for field in visit.page.locator("input[type=password]").all():
        field.fill("1234")
    visit.submit()


def unverified_address(visit: Visit) -> None:
    """Somebody new looks at their addresses."""
    visit.become()
    visit.open("/accounts/email/")


def confirm_address(visit: Visit) -> None:
    """Ask for the code of an address, enter a wrong one, and stop there."""
    visit.become()
    visit.open("/accounts/email/")
    visit.press("Confirm it")
    visit.field("Code").fill("BBBB-BBBB")
    visit.press("Confirm")


def address_waits(visit: Visit) -> None:
    """Go back to the addresses while a code is on its way."""
    confirm_address(visit)
    visit.open("/accounts/email/")


def mailed_code(visit: Visit) -> None:
    """Ask for a code to sign in."""
    visit.open("/accounts/login/code/")
    visit.field("E-mail address").fill("a-person-with-a-rather-long-name@mail.department.example.org")
    visit.press("E-mail me a code")


def factor_asked_for(visit: Visit) -> None:
    """Somebody without a second factor is asked for one by an application."""
    visit.become()
    visit.open(RelyingParty(visit.server, "Sample application").request("openid", acr_values="2").url)


def reset_link(visit: Visit) -> None:
    """Follow the link of a password reset."""
    visit.open("/accounts/password/reset/")
    visit.field("E-mail address").fill(visit.server.user("mona")["email"])
    visit.submit()
    visit.open(visit.server.link_mailed_to(visit.server.user("mona")["email"]))


def consent(scope: str) -> Callable[[Visit], object]:
    """Return the way to the consent page for these scopes."""
    return lambda visit: visit.open(RelyingParty(visit.server, "Sample application").request(scope).url)


def consent_of_public_client(visit: Visit) -> None:
    """A native application asks."""
    visit.open(RelyingParty(visit.server, "Native application").request("openid todo:read").url)


def consent_for_more(visit: Visit) -> None:
    """Somebody allowed a little before; the application asks for more."""
    with Person(visit.server).sign_up() as person:
        RelyingParty(visit.server, "Sample application").tokens(person, "openid todo:read")
        visit.take_over(person)
    consent("openid profile todo:read todo:write offline_access")(visit)


def device_code(visit: Visit, scope: str = "openid profile todo:read offline_access") -> str:
    """Let a television ask; return the code that it shows."""
    return str(Device(visit.server, "Television").begin(scope)["user_code"])


def device_with_wrong_code(visit: Visit) -> None:
    """Type a code that no device shows."""
    visit.open("/device")
    visit.field("Code").fill("BBBB-BBBB")
    visit.press("Continue")


def device_asks(visit: Visit) -> None:
    """Type the code that a television shows."""
    visit.open("/device")
    visit.field("Code").fill(device_code(visit))
    visit.press("Continue")


def device_decided(button: str) -> Callable[[Visit], object]:
    """Return the way to what is said after a decision about a device."""

    def arrive(visit: Visit) -> None:
        device_asks(visit)
        visit.press(button)

    return arrive


def sign_in_on_the_way(visit: Visit) -> None:
    """Nobody is signed in when the application asks."""
    consent("openid")(visit)


def forged_form(visit: Visit) -> None:
    """Send a form whose CSRF cookie is gone."""
    visit.open("/accounts/login/")
    visit.page.context.clear_cookies()
    visit.field("Username or e-mail address").fill("alice")
    visit.field("Password").fill("whatever it is")
    visit.press("Sign in")


def too_many_fields(visit: Visit) -> None:
    """Send more fields than the server reads."""
    visit.open("/accounts/login/")
    visit.page.evaluate(
        """() => {
            const form = document.querySelector('main form:has(input[name=login])');
            for (let i = 0; i < 300; i++) {
                form.append(Object.assign(document.createElement('input'), {type: 'hidden', name: 'x' + i}));
            }
            form.noValidate = true;
        }"""
    )
    visit.press("Sign in")


def too_many_requests(visit: Visit) -> None:
    """Ask for more reset mails to one address than it gets."""
    for _ in range(6):  # five a minute for one address
        visit.open("/accounts/password/reset/")
        visit.field("E-mail address").fill("asked-for-too-often@example.org")
        visit.submit()


def server_error(visit: Visit) -> None:
    """Ask a server that breaks while it writes the page."""
    visit.open(f"{visit.server.broken().issuer}/accounts/login/")


def unavailable(visit: Visit) -> None:
    """Ask a server whose database does not answer who this is."""
    broken = visit.server.broken().issuer
    visit.page.context.add_cookies([{"name": "sessionid", "value": "of-a-session", "url": broken}])
    visit.open(f"{broken}/")


def documented_operations(visit: Visit) -> None:
    """Open three operations on the page of the API."""
    visit.open("/docs/")
    for anchor in ("todo_create", "users_partial_update", "reports_list"):
        visit.page.locator(f"#{anchor} > summary").click()


def swagger(visit: Visit) -> None:
    """Wait until Swagger UI has drawn the schema."""
    visit.open("/docs/try/")
    visit.page.locator("#operations-api-protected_retrieve").wait_for()


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
