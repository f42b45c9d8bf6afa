"""The ways to pages that have an address of their own, and to the API's documentation."""

from collections.abc import Callable

from tests.browser.visit import Visit


def at(path: str) -> Callable[[Visit], object]:
    """Return the way to a page that has an address of its own."""
    return lambda visit: visit.open(path)


def documented_operations(visit: Visit) -> None:
    """Open three operations on the page of the API."""
    visit.open("/docs/")
    for anchor in ("todo_create", "users_partial_update", "reports_list"):
        visit.page.locator(f"#{anchor} > summary").click()


def swagger(visit: Visit) -> None:
    """Wait until Swagger UI has drawn the schema."""
    visit.open("/docs/try/")
    visit.page.locator("#operations-api-protected_retrieve").wait_for()
