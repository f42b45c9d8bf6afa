"""Security headers on every page (OWASP ASVS 5.0 section 3.4, RFC 6797, RFC 9700 section 4.16)."""

import pytest
import requests

from tests.live.person import Person
from tests.live.relying_party import RelyingParty
from tests.live.server import LiveServer

PUBLIC = (
    "/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/admin/login/",
    "/api/",
    "/api/status/",
    "/no-such-page",
    "/o/authorize/",
    "/o/logout/",
    "/o/token/",
    "/o/userinfo/",
    "/.well-known/openid-configuration",
)
SIGNED_IN = (
    "/",
    "/account/",
    "/account/access/",
    "/account/activity/",
    "/account/delete/",
    "/account/export/",
    "/account/keys/new/",
    "/accounts/2fa/",
    "/accounts/3rdparty/",
    "/accounts/email/",
    "/accounts/logout/",
    "/accounts/password/change/",
    "/developer/",
    "/developer/playground/",
    "/docs/",
    "/o/logout/",
    "/preferences/",
)
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def policy_of(answer: requests.Response) -> dict[str, str]:
    """Return the directives of an answer's Content-Security-Policy."""
    directives = answer.headers["Content-Security-Policy"].split(";")
    return dict(directive.strip().partition(" ")[::2] for directive in directives if directive.strip())


def check(answer: requests.Response) -> None:
    """Hold an answer to what every page carries."""
    assert answer.status_code < 500
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin-allow-popups"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert policy_of(answer).items() >= POLICY.items()
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


@pytest.mark.spec("OWASP ASVS 5.0 section 3.4")
@pytest.mark.parametrize("path", PUBLIC)
def test_what_anyone_may_see_carries_the_headers(live: LiveServer, path: str) -> None:
    answer = requests.get(f"{live.issuer}{path}", timeout=10)
    check(answer)
    assert "Strict-Transport-Security" not in answer.headers  # plain http on loopback


@pytest.mark.spec("OWASP ASVS 5.0 section 3.4")
def test_what_a_person_sees_carries_the_headers(person: Person) -> None:
    person.sign_in()
    for path in SIGNED_IN:
        check(person.walk(path))


@pytest.mark.spec("RFC 6797 section 7.1")
@pytest.mark.parametrize("path", PUBLIC)
def test_over_https_browsers_are_told_to_stay_there(secure: LiveServer, path: str) -> None:
    proxied = {"Host": "id.example.org", "X-Forwarded-Proto": "https"}
    answer = requests.get(f"http://127.0.0.1:{secure.port}{path}", headers=proxied, timeout=10, allow_redirects=False)
    assert answer.status_code < 500
    transport = answer.headers["Strict-Transport-Security"]
    assert int(transport.partition("max-age=")[2].partition(";")[0]) >= 365 * 24 * 3600  # ASVS 3.4.1: a year
    assert "includeSubDomains" in transport


@pytest.mark.spec("RFC 9700 section 4.2")
def test_the_consent_page_is_kept_by_no_cache_and_lets_its_form_through_to_one_origin(person: Person) -> None:
    web = RelyingParty(person.server, "Sample application")
    page = person.sign_in().walk(web.request("openid").url)
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    assert page.headers["X-Frame-Options"] == "DENY"
    client = web.redirect_uri.removesuffix("/callback")
    assert policy_of(page)["form-action"].split() == ["'self'", client]


@pytest.mark.spec("OWASP ASVS 5.0 section 16.5")
@pytest.mark.parametrize("path", ["/no-such-page", "/o/authorize/?client_id=none", "/o/logout/?id_token_hint=none"])
def test_an_error_page_shows_nothing_of_the_inside(live: LiveServer, path: str) -> None:
    answer = requests.get(f"{live.issuer}{path}", timeout=10)
    assert 400 <= answer.status_code < 500
    assert not [word for word in ("Traceback", "DEBUG", "urlconf", "settings.py") if word in answer.text]


@pytest.mark.spec("RFC 9700 section 2.6")
def test_the_authorization_endpoint_is_open_to_no_other_origin(live: LiveServer) -> None:
    headers = {"Origin": "http://localhost:5173"}
    answer = requests.get(f"{live.issuer}/o/authorize/", headers=headers, timeout=10)
    assert "Access-Control-Allow-Origin" not in answer.headers
