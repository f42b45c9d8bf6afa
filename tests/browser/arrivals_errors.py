"""The ways to the pages that say what went wrong."""

from tests.browser.visit import Visit


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
