"""Bodies that are too large, or whose length is a lie (RFC 9110 section 15.5.14, RFC 9112 section 6.3)."""

import pytest
import requests

from tests.live.server import LiveServer
from tests.live.wire import answer_to, post

LARGE = 30 * 1024 * 1024
DOORS = ("/o/token/", "/o/introspect/", "/o/revoke_token/", "/o/userinfo/", "/api/token/", "/api/jwt/token/")
FORM = "Content-Type: application/x-www-form-urlencoded"
JSON = "Content-Type: application/json"
READ_AS_BOTH = [(path, media_type) for path in DOORS for media_type in (FORM, JSON)]


@pytest.mark.spec("RFC 9110 section 15.5.14")
@pytest.mark.parametrize(("path", "media_type"), [*READ_AS_BOTH, ("/accounts/login/", FORM), ("/o/authorize/", FORM)])
def test_a_body_of_30_megabytes_is_refused(live: LiveServer, path: str, media_type: str) -> None:
    status, _ = answer_to(live.port, post(path, media_type, f"Content-Length: {LARGE}", body=b"a" * LARGE))
    assert 400 <= status < 500


@pytest.mark.spec("RFC 9112 section 6.3")
@pytest.mark.parametrize("length", ["abc", "-1", "1, 2", "9" * 40, ""])
@pytest.mark.parametrize("path", ["/o/token/", "/api/token/", "/accounts/login/"])
def test_a_content_length_that_is_no_number_is_a_400(live: LiveServer, path: str, length: str) -> None:
    status, _ = answer_to(live.port, post(path, FORM, f"Content-Length: {length}", body=b"a=b"))
    assert status == 400


@pytest.mark.spec("RFC 9112 section 6.3")
@pytest.mark.parametrize("path", DOORS)
def test_a_body_in_chunks_is_answered_and_breaks_nothing(live: LiveServer, path: str) -> None:
    chunks = b"7\r\na=b&c=d\r\n0\r\n\r\n"
    status, _ = answer_to(live.port, post(path, FORM, "Transfer-Encoding: chunked", body=chunks))
    assert 400 <= status < 500


@pytest.mark.spec("RFC 9112 section 6.1")
def test_a_request_with_two_lengths_is_not_carried_out(live: LiveServer) -> None:
    both = post("/o/token/", FORM, "Content-Length: 3", "Transfer-Encoding: chunked", body=b"0\r\n\r\n")
    assert 400 <= answer_to(live.port, both)[0] < 500


@pytest.mark.spec("RFC 9110 section 15.5")
def test_the_server_serves_on_after_all_that(live: LiveServer) -> None:
    answer_to(live.port, post("/o/token/", FORM, f"Content-Length: {LARGE}", body=b"a" * 1024 * 1024)[: 64 * 1024])
    assert requests.get(f"{live.issuer}/live", timeout=10).status_code == 200
