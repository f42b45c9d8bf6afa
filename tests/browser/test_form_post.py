"""The response as a form in Chromium: posted by itself, or by its button, to another origin under our policy."""

from typing import Any
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Request, expect

from tests.browser.visit import Visit
from tests.live.relying_party import RelyingParty

pytestmark = [pytest.mark.browser, pytest.mark.spec("Form Post Response Mode section 2")]


class Client:
    """A client that stands at the redirect URI, and keeps what is posted to it."""

    def __init__(self, visit: Visit) -> None:
        self.party = RelyingParty(visit.server, "Sample application")
        self.posted: list[dict[str, list[str]]] = []
        visit.page.route(self.party.redirect_uri, lambda route: self.answer(route, route.request))

    def answer(self, route: Any, request: Request) -> None:
        """Take a response and say so."""
        self.posted.append(parse_qs(request.post_data or ""))
        route.fulfill(content_type="text/html", body="<!doctype html><title>Here</title><h1>Signed in</h1>")


def leave(visit: Visit, *, scripts: bool) -> None:
    if not scripts:
        expect(visit.heading("Back to %(name)s", name="Sample application")).to_be_visible()
        visit.press("Continue")
    expect(visit.page.get_by_role("heading", name="Signed in")).to_be_visible()


@pytest.mark.parametrize("mode", ["form_post", "form_post.jwt"])
def test_the_form_arrives_after_sign_in_and_consent(any_visit: Visit, request: Any, mode: str) -> None:
    client = Client(any_visit)
    person = any_visit.become()
    any_visit.page.context.clear_cookies()
    sign_in = client.party.request("openid account:read", response_mode=mode)
    any_visit.open(sign_in.url)
    any_visit.sign_in_by_hand(person)
    any_visit.button("Allow").click()
    leave(any_visit, scripts="no-scripts" not in request.node.name)
    (posted,) = client.posted
    assert set(posted) == ({"response"} if mode == "form_post.jwt" else {"code", "state", "iss"})
