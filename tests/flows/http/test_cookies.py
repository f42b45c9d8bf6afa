"""Cookies carry what they must and no more (RFC 6265 section 4.1.2, OWASP ASVS 5.0 section 3.3)."""

from collections.abc import Callable
from http.cookies import Morsel, SimpleCookie

import pytest
import requests

from tests.live.forms import form_with
from tests.live.person import Person
from tests.live.server import LiveServer

PROXY = {"Host": "id.example.org", "X-Forwarded-Proto": "https", "Referer": "https://id.example.org/accounts/login/"}


def cookies_of(answer: requests.Response) -> dict[str, Morsel[str]]:
    """Return every cookie that an answer sets, with its attributes."""
    lines = answer.raw.headers.getlist("Set-Cookie")
    return {name: morsel for line in lines for name, morsel in SimpleCookie(line).items()}


def sign_in(server: LiveServer, person: Person, headers: dict[str, str]) -> list[requests.Response]:
    """Sign in by the page; return both answers. Cookies are carried by hand: the wire to the proxy is not secure."""
    url = f"http://127.0.0.1:{server.port}/accounts/login/"
    page = requests.get(url, headers=headers, timeout=10)
    form = form_with(page.text, "login").filled(login=person.username, password=person.password)
    carried = "; ".join(f"{name}={morsel.value}" for name, morsel in cookies_of(page).items())
    headers = headers | {"Cookie": carried}
    return [page, requests.post(url, data=form, headers=headers, allow_redirects=False, timeout=10)]


@pytest.mark.spec("OWASP ASVS 5.0 section 3.3")
def test_the_session_cookie_is_out_of_reach_of_scripts_and_of_other_sites(live: LiveServer, person: Person) -> None:
    page, signed_in = sign_in(live, person, {})
    session = cookies_of(signed_in)["sessionid"]
    assert signed_in.status_code == 302
    assert (session["httponly"], session["samesite"], session["path"], session["domain"]) == (True, "Lax", "/", "")
    csrf = cookies_of(page)["csrftoken"]
    assert (csrf["samesite"], csrf["path"], csrf["domain"]) == ("Lax", "/", "")


@pytest.mark.spec("OWASP ASVS 5.0 section 3.3")
def test_over_https_every_cookie_is_secure_and_bound_to_the_host(secure: LiveServer, person: Person) -> None:
    page, signed_in = sign_in(secure, person, PROXY)
    assert signed_in.status_code == 302, signed_in.text
    found = cookies_of(page) | cookies_of(signed_in)
    assert "__Host-sessionid" in found
    assert all(morsel["secure"] and not morsel["domain"] for morsel in found.values())
    assert {morsel["samesite"] for morsel in found.values()} == {"Lax"}


@pytest.mark.spec("OWASP ASVS 5.0 section 3.3")
def test_no_cookie_of_a_whole_visit_goes_along_with_cross_site_requests(newcomer: Callable[[], Person]) -> None:
    person, answers = newcomer(), []
    person.hooks["response"].append(lambda answer, *_args, **_kwargs: answers.append(answer))
    person.sign_in()
    person.submit(person.walk("/accounts/logout/"), "csrfmiddlewaretoken")
    set_cookies = [morsel for answer in answers for morsel in cookies_of(answer).values()]
    assert len(set_cookies) >= 3  # the CSRF token, the session, and its end
    assert {morsel["samesite"] for morsel in set_cookies} == {"Lax"}


@pytest.mark.spec("OWASP ASVS 5.0 section 7.2.4")
def test_the_session_has_a_new_name_after_sign_in_and_dies_at_sign_out(person: Person) -> None:
    person.walk("/accounts/login/?next=/")
    before = person.cookies.get("sessionid")
    person.sign_in()
    session = str(person.cookies["sessionid"])
    assert session != before
    person.submit(person.walk("/accounts/logout/"), "csrfmiddlewaretoken")
    again = requests.get(f"{person.server.issuer}/api/whoami/", cookies={"sessionid": session}, timeout=10)
    assert again.status_code == 401
