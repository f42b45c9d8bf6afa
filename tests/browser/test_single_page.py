"""A single-page application in Chromium, on another origin and site: everything after sign-in goes through CORS."""

from collections.abc import Callable, Iterator
from typing import Final

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.german import GERMAN
from tests.browser.page_server import PageServer
from tests.browser.visit import Visit
from tests.browser.words import SOURCE
from tests.live.person import Person
from tests.live.registered import register
from tests.live.server import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.node]
SCOPE: Final = "openid profile todo:read todo:write"
LONGEST: Final = 15_000
"""Milliseconds; a machine that runs several suites at once is slow, not broken."""


@pytest.fixture(scope="module")
def page_server(strict: LiveServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageServer]:
    """The application where it is registered, by the preset of its kind."""
    server = PageServer(tmp_path_factory.mktemp("page"))
    address = f"{server.origin}/"
    fields = {"name": "Planner", "preset": "single_page", "public": True, "scopes": SCOPE.split()}
    (client,) = register(strict, {**fields, "redirect_uris": [address], "post_logout_redirect_uris": [address]})
    server.configuration = {"issuer": strict.issuer, "client_id": client["client_id"], "scope": SCOPE}
    yield server
    server.close()


@pytest.fixture
def visit(new_context: Callable[..., BrowserContext], strict: LiveServer) -> Visit:
    """A visit that takes the certificates of both servers."""
    return Visit(new_context(ignore_https_errors=True).new_page(), strict)


@pytest.fixture
def somebody(strict: LiveServer) -> Iterator[Person]:
    """A person at the strict server."""
    with Person(strict) as person:
        yield person.sign_up()


def step(visit: Visit, words: str) -> None:
    """See that the application says this last."""
    expect(visit.page.locator("#steps li").last).to_have_text(words, timeout=LONGEST)


def do(visit: Visit, name: str) -> None:
    visit.page.get_by_role("button", name=name, exact=True).click()


def sign_in(visit: Visit, page_server: PageServer, person: Person, *, dpop: bool) -> None:
    """Sign somebody in by redirect, up to the page that knows who they are."""
    page_server.configuration["dpop"] = dpop
    visit.open(page_server.origin)
    step(visit, "ready")
    visit.press_there("Sign in")
    visit.sign_in_by_hand(person)
    visit.press("Allow")
    step(visit, "ready")
    assert visit.page.url == f"{page_server.origin}/"
    expect(visit.page.locator("#who")).to_have_text(person.username)


@pytest.mark.spec("RFC 9700 section 2.6")
@pytest.mark.parametrize(("language", "dpop"), [(SOURCE, False), (GERMAN, True)], ids=["bearer-en", "dpop-de"])
def test_it_signs_in_calls_the_api_refreshes_and_signs_out(
    walk: Callable[..., Visit], page_server: PageServer, somebody: Person, language: str, *, dpop: bool
) -> None:
    visit = walk(language, server=somebody.server, ignore_https_errors=True)
    sign_in(visit, page_server, somebody, dpop=dpop)
    expect(visit.page.locator("#steps li").first).to_have_text(f"signed in: {'dpop' if dpop else 'bearer'}")
    do(visit, "Add a to-do")
    step(visit, "added: 201")
    do(visit, "Refresh")
    step(visit, "refreshed: true")
    do(visit, "Read my to-dos")
    step(visit, "read: Water the plants")
    visit.press_there("Sign out")
    step(visit, "ready")
    expect(visit.page.locator("#who")).to_have_text("nobody")
    visit.press_there("Sign in")
    expect(visit.page).to_have_title(f"{visit.said('Sign in')} · oauth-server")


@pytest.mark.spec("RFC 6750 section 3.1")
def test_it_reads_why_it_was_refused(visit: Visit, page_server: PageServer, somebody: Person) -> None:
    sign_in(visit, page_server, somebody, dpop=False)
    do(visit, "Ask who I am")
    last = visit.page.locator("#steps li").last
    expect(last).to_contain_text("refused: 403 bearer", timeout=LONGEST)
    for words in ("insufficient_scope", "account:read"):
        expect(last).to_contain_text(words)


@pytest.mark.spec("RFC 9449 section 7.1")
def test_a_bound_token_is_worth_nothing_without_its_key(
    visit: Visit, page_server: PageServer, somebody: Person
) -> None:
    sign_in(visit, page_server, somebody, dpop=True)
    do(visit, "Send the token alone")
    last = visit.page.locator("#steps li").last
    expect(last).to_contain_text("alone: 401 ", timeout=LONGEST)
    expect(last).to_contain_text("DPoP ")


@pytest.mark.spec("RFC 9700 section 2.6")
@pytest.mark.parametrize("path", ["/o/token/", "/o/authorize/", "/o/userinfo/", "/api/status/"])
def test_a_page_of_an_origin_that_nobody_registered_reads_nothing(visit: Visit, path: str) -> None:
    elsewhere = "https://elsewhere.example/"
    visit.page.route(elsewhere, lambda route: route.fulfill(content_type="text/html", body="<title>Elsewhere</title>"))
    visit.open(elsewhere)
    address = f"{visit.server.issuer}{path}"
    read = "async (url) => { try { return (await fetch(url)).status } catch (error) { return error.name } }"
    assert visit.page.evaluate(read, address) == "TypeError"
