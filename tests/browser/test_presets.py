"""The kinds of clients in the sample application, by hand: each page in every form, and what its buttons do."""

import re
from collections.abc import Callable, Iterator
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.german import GERMAN
from tests.browser.test_pages import hold_in_every_form
from tests.browser.visit import Visit
from tests.browser.words import SOURCE
from tests.live.fixtures import BESIDE, worker_of
from tests.live.server import LiveServer

pytestmark = pytest.mark.browser
START: Final = {
    "/native": "Sign in",
    "/machine": "Run the report",
    "/device": "Turn the television on",
    "/agent": "Introduce itself by a document",
    "/fapi2": "Sign in, request signed",
    "/single-page": "Sign in",
}
SLOWEST: Final = 30_000
"""Milliseconds: a television asks every five seconds, on a machine that runs other tests at the same time."""


@pytest.fixture(scope="session")
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A server as the demo runs it, which agents may register at, and the sample application beside it."""
    worker = f"gw{2 * BESIDE + int(worker_of(request.config).removeprefix('gw'))}"
    server = LiveServer(tmp_path_factory.mktemp("demo"), worker=worker, DEMO="on", REGISTRATION="open")
    try:
        server.prepare()
        server.start()
        data = str(server.folder / "demo.json")
        server.run("-m", "examples.sample_app", ready=f"{sample_app(server)}/", SAMPLE_DATA=data)
        yield server
    finally:
        server.discard()


@pytest.fixture
def at_demo(page: Page, demo: LiveServer) -> Iterator[Visit]:
    """A visit of the sample application's pages, by somebody who is signed in at the server."""
    visit = Visit(page, demo)
    visit.become("alice")
    yield visit
    assert not visit.complaints


def sample_app(server: LiveServer) -> str:
    return f"http://localhost:{server.port + 1}"


def begin(visit: Visit, path: str) -> None:
    """Open the page of a preset, press its first button, and allow what it asks for."""
    visit.open(f"{sample_app(visit.server)}{path}")
    visit.page.get_by_role("main").get_by_role("button", name=START[path], exact=True).click()
    if path not in {"/machine", "/device"}:
        visit.page.wait_for_url(f"{visit.server.issuer}/consent/**")
        visit.press("Allow")


def outcome(visit: Visit) -> str:
    """Wait for what came of it, and return its words."""
    said = visit.page.get_by_role("status")
    expect(said).to_be_visible(timeout=SLOWEST)
    return said.inner_text()


@pytest.mark.parametrize("path", sorted(START))
def test_the_page_of_a_preset_is_for_everybody_before_and_after(at_demo: Visit, path: str) -> None:
    at_demo.open(f"{sample_app(at_demo.server)}{path}")
    hold_in_every_form(at_demo)
    begin(at_demo, path)
    if path == "/device":
        expect(at_demo.page.get_by_label("The television")).to_be_visible()
        at_demo.page.get_by_role("button", name="Poll now, too soon").click()
        expect(at_demo.page.get_by_text("authorization_pending").first).to_be_visible()
    else:
        outcome(at_demo)
    at_demo.page.evaluate("document.querySelectorAll('details').forEach(step => { step.open = true; })")
    hold_in_every_form(at_demo)


@pytest.mark.parametrize("language", [SOURCE, GERMAN])
def test_the_single_page_signs_in_refreshes_and_calls_the_api_from_its_own_origin(
    demo: LiveServer, walk: Callable[..., Visit], language: str
) -> None:
    at_demo = walk(language, server=demo)
    at_demo.become("alice")
    begin(at_demo, "/single-page")
    page = at_demo.page
    assert outcome(at_demo).startswith("Signed in as alice")
    assert page.url == f"{sample_app(at_demo.server)}/single-page"
    page.get_by_role("button", name="Refresh the tokens").click()
    expect(page.locator(".title", has_text="Token request: refresh")).to_be_visible()
    page.get_by_role("button", name="Read my to-dos").click()
    expect(page.locator(".steps > li")).to_have_count(7)
    expect(page.locator(".steps .refused")).to_have_count(0)
    assert page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])") == "[{},{}]"
    assert not re.search(r"eyJ[\w-]{20,}", page.content())
    page.reload()
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


def test_the_single_page_takes_no_answer_that_its_tab_did_not_ask_for(at_demo: Visit) -> None:
    server = at_demo.server
    at_demo.open(f"{sample_app(server)}/single-page?code=stolen&state=guessed&iss={server.issuer}")
    expect(at_demo.page.get_by_role("alert")).to_have_text("This answer belongs to no request of this tab.")
    assert at_demo.page.url == f"{sample_app(server)}/single-page"


@pytest.mark.parametrize("language", [SOURCE, GERMAN], ids=["scripts-en", "no-scripts-de"])
def test_the_television_is_connected_in_another_tab(
    demo: LiveServer, walk: Callable[..., Visit], language: str
) -> None:
    visit = walk(language, scripts=language == SOURCE, server=demo)
    visit.become("mona")
    begin(visit, "/device")
    with visit.page.context.expect_page() as opened:
        visit.page.get_by_role("link", name="Open it here").click()
    person = Visit(opened.value, demo, language)
    person.press("Continue")
    person.press("Allow")
    assert outcome(visit) == "The television is connected, and reads the list of mona."
