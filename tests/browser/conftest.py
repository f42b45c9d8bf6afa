"""The browser suite: Chromium against the live server, and the sample application beside it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.visit import Visit
from tests.live.fixtures import live, newcomer, person, strict
from tests.live.server import LiveServer

__all__ = ["live", "newcomer", "person", "strict"]


@pytest.fixture
def visit(page: Page, live: LiveServer) -> Iterator[Visit]:
    """A visit that ends without a complaint of the browser."""
    started = Visit(page, live)
    yield started
    assert not started.complaints


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def any_visit(
    request: pytest.FixtureRequest, new_context: Callable[..., BrowserContext], live: LiveServer
) -> Iterator[Visit]:
    """A visit with JavaScript, and one without: every page works by forms and links alone."""
    started = Visit(new_context(java_script_enabled=request.param).new_page(), live)
    yield started
    assert not started.complaints


@pytest.fixture(scope="session")
def sample_app(live: LiveServer) -> dict[str, Any]:
    """The sample application, running where the demo registered it; return its registration with its `origin`."""
    origin = f"http://localhost:{live.port + 1}"
    live.run("-m", "examples.sample_app", ready=f"{origin}/", SAMPLE_DATA=str(live.folder / "demo.json"))
    return live.client("Sample application") | {"origin": origin}
