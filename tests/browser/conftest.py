"""The browser suite: Chromium against the live server, and the sample application beside it."""

from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.german import GERMAN, english_left
from tests.browser.visit import Visit
from tests.browser.words import SOURCE
from tests.live.fixtures import live, newcomer, person, strict
from tests.live.server import LiveServer

__all__ = ["live", "newcomer", "person", "strict"]
BROWSERS: Final = {SOURCE: "en-GB", GERMAN: "de-DE"}
"""Language of the pages -> what a browser asks for."""
READERS: Final = {GERMAN: english_left}
"""Language -> what finds in a page what is not said in it."""


@pytest.fixture
def visit(page: Page, live: LiveServer) -> Iterator[Visit]:
    """A visit that ends without a complaint of the browser."""
    started = Visit(page, live)
    yield started
    assert not started.complaints


@pytest.fixture(params=["scripts-en", "no-scripts-de"])
def any_visit(request: pytest.FixtureRequest, walk: Callable[..., Visit]) -> Visit:
    """A visit with JavaScript, and one in German without: every page works by forms and links alone."""
    scripts = request.param == "scripts-en"
    return walk() if scripts else walk(GERMAN, scripts=False)


@pytest.fixture(params=[SOURCE, GERMAN])
def each_visit(request: pytest.FixtureRequest, walk: Callable[..., Visit]) -> Visit:
    """A visit with JavaScript in English, and one in German: for what goes by scripts alone."""
    return walk(request.param)


@pytest.fixture
def walk(new_context: Callable[..., BrowserContext], live: LiveServer) -> Iterator[Callable[..., Visit]]:
    """Return a function that begins a visit in a language, at the server unless another is named, with further options
    of the browser; each ends without a complaint, and is understood."""
    begun: list[Visit] = []

    def begin(
        language: str = SOURCE, *, scripts: bool = True, server: LiveServer | None = None, **options: bool
    ) -> Visit:
        page = new_context(locale=BROWSERS[language], java_script_enabled=scripts, **options).new_page()
        begun.append(Visit(page, server or live, language, READERS.get(language)))
        return begun[-1]

    yield begin
    for visit in begun:
        visit.read()
        assert not visit.complaints


@pytest.fixture(scope="session")
def sample_app(live: LiveServer) -> dict[str, Any]:
    """The sample application, running where the demo registered it; return its registration with its `origin`."""
    origin = f"http://localhost:{live.port + 1}"
    live.run("-m", "examples.sample_app", ready=f"{origin}/", SAMPLE_DATA=str(live.folder / "demo.json"))
    return live.client("Sample application") | {"origin": origin}
