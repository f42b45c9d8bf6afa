"""The ways to the pages of one's e-mail addresses: to be confirmed, a code on its way, a wrong one."""

from tests.browser.visit import Visit


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
