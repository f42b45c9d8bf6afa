"""Each preset at work in the sample application, by plain HTTP: what it gets, and what its page tells of the wire."""

import re
import stat
from html import unescape
from typing import Final
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from tests.flows.demo.conftest import Demo
from tests.flows.demo.visitor import Visitor, visitor

__all__ = ["visitor"]

TITLE: Final = re.compile(r'<span class="title">([^<]*)</span>')
PATHS: Final = ("/", "/single-page", "/native", "/machine", "/device", "/agent", "/fapi2")
CODE: Final = ["Authorization request", "Authorization response", "Token request", "Public keys", "Call of the API"]


def told(page: requests.Response) -> list[str]:
    """The titles of the steps, in order."""
    return [unescape(title) for title in TITLE.findall(page.text)]


def refresh_tokens(page: requests.Response) -> list[str]:
    """What the newest step shows of them: the one that was sent, and the one that came."""
    newest = page.text.rpartition("<summary><span")[2]
    return re.findall(r'<dt>refresh_token</dt><dd class="value">([^<]+)<', newest)


def hides_its_tokens(page: requests.Response) -> bool:
    """Whether no JWT can be read off the page: a header and claims. "eyJ" alone begins one random value in 10,000."""
    return not re.search(r"eyJ[\w-]+\.eyJ[\w-]", page.text)


def test_the_home_page_offers_every_preset(visitor: Visitor, demo: Demo) -> None:
    menu = visitor.get(demo.sample_app, timeout=20).text.partition("<nav")[2].partition("</nav>")[0]
    assert tuple(re.findall(r'href="([^"]*)"', menu)) == PATHS


@pytest.mark.parametrize("path", PATHS)
def test_only_the_single_page_runs_scripts(visitor: Visitor, demo: Demo, path: str) -> None:
    answer = visitor.get(f"{demo.sample_app}{path}", timeout=20)
    policy = answer.headers["Content-Security-Policy"]
    assert answer.status_code == 200
    assert policy.startswith("default-src 'none'; style-src 'self'; img-src 'self'")
    assert "unsafe" not in policy
    assert ("script-src" in policy, "<script" in answer.text) == ((path == "/single-page",) * 2)


@pytest.mark.spec("RFC 6749 section 4.4")
def test_the_machine_reads_reports_and_is_refused_what_belongs_to_people(visitor: Visitor, demo: Demo) -> None:
    page = visitor.press("/machine/start")
    calls = ["Call of the API", "Call of the API"]
    assert told(page) == ["Discovery", "Token request: client credentials", *calls]
    assert "It read 2 reports" in page.text
    assert "403 Forbidden" in page.text
    assert "client_credentials" in page.text
    assert demo.client("Nightly report")["client_secret"] not in page.text
    assert hides_its_tokens(page)


@pytest.mark.spec("RFC 8252 section 7.3")
def test_the_native_application_is_answered_on_a_port_of_its_own(visitor: Visitor, demo: Demo) -> None:
    asked = visitor.sign_in("mona", start="/native/start")
    port = re.match(r"http://127\.0\.0\.1:(\d+)/callback", asked.url)
    assert port
    assert asked.headers["Refresh"] == f"0; url={demo.sample_app}/native"
    page = visitor.get(f"{demo.sample_app}/native", timeout=20)
    assert f"Signed in as mona; the answer came to port {port[1]}" in page.text
    assert told(page) == ["Discovery", *CODE, "Call of the API"]
    refreshed = visitor.press("/native/refresh")
    assert told(refreshed)[-1] == "Token request: refresh"
    sent, received = refresh_tokens(refreshed)
    assert sent != received
    with pytest.raises(requests.ConnectionError):
        requests.get(f"http://127.0.0.1:{port[1]}/callback", timeout=5)


@pytest.mark.spec("RFC 8252 section 8.1")
def test_the_native_application_takes_no_answer_that_it_did_not_ask_for(visitor: Visitor, demo: Demo) -> None:
    shown = visitor.press("/native/start")
    assert "/accounts/login/" in shown.url
    page = visitor.get(f"{demo.sample_app}/native", timeout=20).text
    uri = re.search(r"http://127\.0\.0\.1:\d+/callback", page)
    assert uri
    requests.get(uri[0], {"code": "stolen", "state": "guessed", "iss": demo.issuer}, timeout=20)
    assert "belongs to no request" in visitor.get(f"{demo.sample_app}/native", timeout=20).text


@pytest.mark.spec("RFC 8628 section 3.3")
def test_the_television_shows_a_code_and_is_let_in(visitor: Visitor, demo: Demo) -> None:
    code = re.search(r'class="user-code">([A-Z-]+)<', visitor.press("/device/start").text)
    assert code
    shown = visitor.get(f"{demo.issuer}/device", timeout=20)
    shown = visitor.submit(shown, login="alice", password=demo.password("alice"))
    shown = visitor.submit(shown, user_code=code[1])
    scopes = re.findall(r'name="scope"[^>]*value="([^"]*)"', shown.text)
    visitor.submit(shown, decision="allow", scope=scopes)
    page = visitor.press("/device/poll")
    assert "reads the list of alice" in page.text
    asked = ["Discovery", "Device authorization request", "Token request: device code"]
    assert told(page) == [*asked, "Call of the API", "Call of the API"]
    assert "Refresh" not in page.headers
    assert hides_its_tokens(page)


@pytest.mark.spec("RFC 8628 section 3.5")
def test_the_television_asks_again_after_the_interval_and_slows_down_when_told_so(visitor: Visitor) -> None:
    waiting = visitor.press("/device/start")
    assert waiting.headers["Refresh"] == "5"
    assert "POST /o/token/ · authorization_pending" in visitor.press("/device/poll").text
    slower = visitor.press("/device/poll")
    assert "POST /o/token/ · slow_down" in slower.text
    assert slower.headers["Refresh"] == "10"


@pytest.mark.spec("RFC 9728 section 5")
@pytest.mark.parametrize(("way", "registers"), [("document", False), ("dynamic", True), ("registered", False)])
def test_the_agent_finds_its_way_from_one_address_to_the_tools(
    visitor: Visitor, demo: Demo, way: str, *, registers: bool
) -> None:
    page = visitor.sign_in("alice", start=f"/agent/{way}", patient=way == "document")
    assert page.url == f"{demo.sample_app}/agent"
    found = ["MCP initialize", "Metadata of the resource", "Authorization server metadata"]
    asked = ["Authorization request", "Authorization response", "Token request"]
    used = ["MCP initialize", "MCP tools/list", "MCP tools/call: list_todos"]
    assert told(page) == [*found, *["Registration"] * registers, *asked, *used]
    assert f"{demo.issuer}/mcp" in page.text
    assert "create_todo" in page.text
    assert hides_its_tokens(page)


@pytest.mark.spec("Client ID Metadata Document section 4")
def test_the_document_of_the_agent_names_its_own_address(demo: Demo) -> None:
    address = f"{demo.sample_app}/agent/client.json"
    assert requests.get(address, timeout=20).json()["client_id"] == address


@pytest.mark.spec("FAPI 2.0 Security Profile section 5.3")
@pytest.mark.parametrize("start", ["/fapi2/start", "/fapi2/start-signed"])
def test_the_bank_application_pushes_proves_and_keeps_its_refresh_token(
    visitor: Visitor, demo: Demo, start: str
) -> None:
    page = visitor.sign_in("hana", start=start)
    assert page.url == f"{demo.sample_app}/fapi2"
    assert "Signed in as hana" in page.text
    request, response, token, keys, call = CODE
    pushed = ["Discovery", "Pushed authorization request"]
    assert told(page) == [*pushed, request, response, token, token, keys, call]
    assert "use_dpop_nonce" in page.text
    assert "dpop+jwt, ES256" in page.text
    assert ("oauth-authz-req+jwt, ES256" in page.text) == start.endswith("signed")
    assert "request_uri" in page.text
    refreshed = visitor.press("/fapi2/refresh")
    assert told(refreshed)[-1] == "Token request: refresh"
    sent, received = refresh_tokens(refreshed)
    assert sent == received
    assert hides_its_tokens(refreshed)


def test_the_key_of_the_bank_application_is_for_its_owner_only(demo: Demo) -> None:
    assert stat.S_IMODE((demo.checkout / "var/fapi2-key.json").stat().st_mode) == 0o600


@pytest.mark.parametrize("path", ["/callback", "/agent/callback", "/fapi2/callback"])
def test_no_preset_takes_an_answer_that_its_browser_did_not_ask_for(visitor: Visitor, demo: Demo, path: str) -> None:
    address = f"{demo.sample_app}{path}?code=stolen&state=guessed&iss={demo.issuer}"
    assert "belongs to no request of this browser" in visitor.get(address, timeout=20).text


def test_who_denies_the_agent_gives_nothing_and_sees_what_it_was_told(visitor: Visitor) -> None:
    page = visitor.sign_in("mona", start="/agent/document", decision="deny", patient=True)
    assert "You did not allow it" in page.text
    assert "access_denied" in page.text
    assert told(page)[-1] == "Authorization response"


def test_markup_in_an_answer_stays_text(visitor: Visitor, demo: Demo) -> None:
    asked = visitor.post(f"{demo.sample_app}/sign-in", allow_redirects=False, timeout=20)
    state = parse_qs(urlsplit(asked.headers["Location"]).query)["state"][0]
    answer = {"state": state, "iss": demo.issuer, "error": "x", "error_description": "<script>alert(1)</script>"}
    page = visitor.get(f"{demo.sample_app}/callback", params=answer, timeout=20)
    assert "&lt;script&gt;alert(1)" in page.text
    assert "<script>alert" not in page.text
