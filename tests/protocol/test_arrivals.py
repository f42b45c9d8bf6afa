"""The cookie in which a browser keeps when it came with which request."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from oauth_server.protocol.services import arrivals

REFERENCE = "urn:ietf:params:oauth:request_uri:reference"


def noted(reference: str = REFERENCE, request: HttpRequest | None = None) -> HttpResponse:
    response = HttpResponse()
    arrivals.note(request or HttpRequest(), response, reference)
    return response


def coming_with(response: HttpResponse) -> HttpRequest:
    request = HttpRequest()
    request.COOKIES = {name: morsel.value for name, morsel in response.cookies.items()}
    return request


@pytest.mark.parametrize(("secure", "name"), [(False, "arrivals"), (True, "__Host-arrivals")])
def test_the_cookie_is_for_this_server_alone(settings: Any, name: str, *, secure: bool) -> None:
    settings.SESSION_COOKIE_SECURE = secure
    (cookie,) = noted().cookies.values()
    assert cookie.key == name
    assert (bool(cookie["secure"]), cookie["httponly"], cookie["samesite"]) == (secure, True, "Lax")
    assert (cookie["path"], cookie["domain"], cookie["max-age"]) == ("/", "", 1800)
    assert REFERENCE not in cookie.value


def test_it_says_when_and_for_no_longer_than_a_request_lives() -> None:
    start = timezone.now().replace(microsecond=0)
    with time_machine.travel(start, tick=False):
        request = coming_with(noted())
    with time_machine.travel(start + timedelta(minutes=30), tick=False):
        assert arrivals.since(request, REFERENCE) == start
    with time_machine.travel(start + timedelta(minutes=31), tick=False):
        assert arrivals.since(request, REFERENCE) is None


def test_the_first_coming_counts_and_each_reference_has_its_own() -> None:
    request = coming_with(noted())
    assert not noted(request=request).cookies
    assert arrivals.since(request, "another") is None
    assert arrivals.since(request, None) is None
    both = coming_with(noted("another", request))
    assert arrivals.since(both, REFERENCE) == arrivals.since(request, REFERENCE)
    assert arrivals.since(both, "another") is not None
