"""The buttons of the page of access, as a browser sends them: only what the page itself offers."""

import re
from collections.abc import Iterator
from typing import Any, Final

from django.test import Client

ACCESS: Final = "/account/access/"
END: Final = "/account/access/end/"
_FORM: Final = re.compile(r'name="what" value="([^"]*)".*?name="which" value="([^"]*)"', re.DOTALL)


def offered(browser: Client, path: str = ACCESS) -> Iterator[tuple[str, str]]:
    """Yield what each button of the page would end: the kind and what is named."""
    page = browser.get(path)
    assert page.status_code == 200, page.content
    yield from _FORM.findall(page.content.decode())


def press(browser: Client, what: str, which: object = "") -> Any:
    """Press a button that is there; return the answer."""
    assert (what, str(which)) in set(offered(browser)), (what, which)
    return browser.post(END, {"what": what, "which": str(which)})


def said(browser: Client, response: Any) -> str:
    """Return the message on the page that an answer leads to."""
    assert response.status_code == 303, (response.status_code, response.content)
    page = browser.get(response["Location"]).content.decode()
    found = re.search(r'<div class="notice success">.*?<p>(.*?)</p>', page, re.DOTALL)
    assert found is not None, page
    return found[1]
