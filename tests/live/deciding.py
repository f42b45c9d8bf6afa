"""What a person decides with a plain HTTP client, where the answer is no redirect: devices, and answers by form."""

from typing import Any
from urllib.parse import urlsplit

import requests

from tests.live.forms import form_with
from tests.live.person import Person


def let_in(person: Person, url: str, code: str) -> str:
    """Go to the complete address of a device, compare its code and let it in; return where that ended."""
    page = _signed_in(person, url)
    assert code in page.text, page.text
    page = person.submit(page, "decision", decision="allow")
    assert page.ok, page.text
    return page.url


def posted(person: Person, url: str) -> dict[str, Any]:
    """Allow what an authorization request asks; return the fields that the page posts to the client."""
    page = person.submit(_signed_in(person, url), "decision", decision="allow")
    return dict(form_with(page.text, "code").fields)


def _signed_in(person: Person, url: str) -> requests.Response:
    page = person.walk(url)
    if urlsplit(page.url).path == "/accounts/login/":
        page = person.submit(page, "login", login=person.username, password=person.password)
    return page
