"""The program of a single-page application, copied from its page and run in the browser as a reader would."""

from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from tests.browser.visit import Visit
from tests.flows.developer.quickstarts.programs import copied
from tests.live.person import Person
from tests.live.registered import register
from tests.live.server import LiveServer

pytestmark = pytest.mark.browser
ORIGIN: Final = "https://planner.example"
LONGEST: Final = 15_000
"""Milliseconds; a machine that runs several suites at once is slow, not broken."""
FIELDS: Final[dict[str, Any]] = {
    "preset": "single_page",
    "public": True,
    "redirect_uris": [f"{ORIGIN}/"],
    "scopes": ["openid", "account:read"],
}


@pytest.fixture
def visit(new_context: Callable[..., BrowserContext], strict: LiveServer) -> Visit:
    """A visit that takes the server's certificate."""
    return Visit(new_context(ignore_https_errors=True).new_page(), strict)


@pytest.fixture
def somebody(strict: LiveServer) -> Iterator[Person]:
    """A developer, who is signed in at the server already."""
    with Person(strict) as person:
        yield person.sign_up().sign_in()


@pytest.mark.parametrize(
    "metadata",
    [{}, {"dpop_bound_access_tokens": True}, {"require_pushed_authorization_requests": True}],
    ids=["bearer", "bound", "pushed"],
)
def test_the_page_signs_somebody_in_and_calls_the_api(
    visit: Visit, strict: LiveServer, somebody: Person, metadata: dict[str, Any]
) -> None:
    fields = {**FIELDS, "name": "Planner", "owner": somebody.username, "metadata": metadata}
    (client,) = register(strict, fields)
    program = copied(somebody, client["client_id"], "javascript")
    page = '<!DOCTYPE html><title>Planner</title><body><script type="module" src="/quickstart.mjs"></script>'

    def serve(route: Route) -> None:
        is_program = route.request.url.endswith("/quickstart.mjs")
        body, kind = (program, "text/javascript") if is_program else (page, "text/html")
        route.fulfill(body=body, content_type=kind)

    visit.take_over(somebody)
    visit.page.route(f"{ORIGIN}/**", serve)
    visit.open(f"{ORIGIN}/")
    visit.page.get_by_role("button", name="Sign in").click()
    visit.press("Allow")
    expect(visit.page.locator("body")).to_contain_text(f'"username":"{somebody.username}"', timeout=LONGEST)
    assert visit.page.url == f"{ORIGIN}/"
    assert not visit.complaints
