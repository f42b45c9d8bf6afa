"""The program of a single-page application, copied from its page and run in the browser as a reader would."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import expect

from tests.browser.german import GERMAN
from tests.browser.page_server import PageServer
from tests.browser.visit import Visit
from tests.browser.words import SOURCE
from tests.flows.developer.quickstarts.programs import copied
from tests.live.person import Person
from tests.live.registered import register
from tests.live.server import LiveServer

pytestmark = pytest.mark.browser
LONGEST: Final = 15_000
"""Milliseconds; a machine that runs several suites at once is slow, not broken."""
FIELDS: Final[dict[str, Any]] = {
    "name": "Planner",
    "preset": "single_page",
    "public": True,
    "scopes": ["openid", "account:read"],
}


@pytest.fixture
def somebody(strict: LiveServer) -> Iterator[Person]:
    """A developer, who is signed in at the server already."""
    with Person(strict) as person:
        yield person.sign_up().sign_in()


@pytest.fixture
def page_server(tmp_path: Path) -> Iterator[PageServer]:
    """The developer's own page, which loads what they copied."""
    page, program = tmp_path / "index.html", tmp_path / "quickstart.mjs"
    page.write_text(f'<!DOCTYPE html><title>Planner</title><body><script type="module" src="/{program.name}"></script>')
    files = {"/": ("text/html", page), f"/{program.name}": ("text/javascript", program)}
    server = PageServer(tmp_path, files)
    yield server
    server.close()


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        ({}, SOURCE),
        ({"dpop_bound_access_tokens": True}, GERMAN),
        ({"require_pushed_authorization_requests": True}, GERMAN),
    ],
    ids=["bearer-en", "bound-de", "pushed-de"],
)
def test_the_page_signs_somebody_in_and_calls_the_api(
    walk: Callable[..., Visit],
    page_server: PageServer,
    somebody: Person,
    tmp_path: Path,
    metadata: dict[str, Any],
    language: str,
) -> None:
    server = somebody.server
    visit = walk(language, server=server, ignore_https_errors=True)
    address = f"{page_server.origin}/"
    fields = {**FIELDS, "redirect_uris": [address], "owner": somebody.username, "metadata": metadata}
    (client,) = register(server, fields)
    (tmp_path / "quickstart.mjs").write_text(copied(somebody, client["client_id"], "javascript"))
    visit.take_over(somebody)
    visit.open(address)
    visit.page.get_by_role("button", name="Sign in").click()
    visit.press("Allow")
    expect(visit.page.locator("body")).to_contain_text(f'"username":"{somebody.username}"', timeout=LONGEST)
    assert visit.page.url == address
