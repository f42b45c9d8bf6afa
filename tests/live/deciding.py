"""What a person does at `/device` with a plain HTTP client (RFC 8628 section 3.3)."""

from urllib.parse import urlsplit

from tests.live.person import Person


def let_in(person: Person, url: str, code: str) -> str:
    """Go to the complete address of a device, compare its code and let it in; return where that ended."""
    page = person.walk(url)
    if urlsplit(page.url).path == "/accounts/login/":
        page = person.submit(page, "login", login=person.username, password=person.password)
    assert code in page.text, page.text
    page = person.submit(page, "decision", decision="allow")
    assert page.ok, page.text
    return page.url
