"""Which credential counts (contract: The guarded API), whatever else the request carries."""

from base64 import b64encode
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.flows.conftest import PASSWORD
from tests.flows.guarded_api.callers import (
    Caller,
    drf_key_of,
    drf_token_of,
    jwt_of,
    jwt_pair_of,
    nobody,
    oauth2_of,
    session_of,
    with_header,
)
from tests.flows.oauth import RelyingParty

pytestmark = pytest.mark.django_db
WHOAMI = "/api/whoami/"
TODO_LIST = "/api/v1/todo/"
PROBLEM = "application/problem+json"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def bearers(alice: User, web: RelyingParty) -> dict[str, str]:
    """A good token of each kind that travels in the header."""
    return {
        "jwt": f"Bearer {jwt_pair_of('alice')['access']}",
        "drf_token": f"Token {drf_key_of('alice')}",
        "oauth2": oauth2_of(web, "alice", ["account:read"]).headers["authorization"],
    }


def refused(response: Any, status: int = 401) -> None:
    assert (response.status_code, response["Content-Type"]) == (status, PROBLEM), response.content
    assert response.json()["decision"]


def test_each_credential_is_told_by_its_form(bearers: dict[str, str]) -> None:
    for kind, header in bearers.items():
        assert with_header(header).get(WHOAMI).json()["authentication"] == kind
    assert session_of("alice").get(WHOAMI).json()["authentication"] == "session"


@pytest.mark.spec("RFC 9110 section 11.1")
@pytest.mark.parametrize("change", [str.lower, str.upper, str.swapcase])
def test_the_name_of_the_scheme_has_no_case(bearers: dict[str, str], change: Any) -> None:
    for header in bearers.values():
        scheme, token = header.split(" ")
        assert with_header(f"{change(scheme)} {token}").get(WHOAMI).status_code == 200


@pytest.mark.parametrize("first", ["jwt", "drf_token", "oauth2"])
@pytest.mark.parametrize("second", ["jwt", "drf_token", "oauth2"])
def test_two_credentials_in_one_header_are_400(bearers: dict[str, str], first: str, second: str) -> None:
    for comma in (",", ", "):
        refused(with_header(f"{bearers[first]}{comma}{bearers[second]}").get(WHOAMI), 400)


def test_a_key_beside_a_header_is_400(bearers: dict[str, str]) -> None:
    for header in bearers.values():
        refused(with_header(header).get(WHOAMI, x_api_key="a key"), 400)


@pytest.mark.parametrize("path", [WHOAMI, "/api/status/"])
def test_a_key_alone_is_401(path: str) -> None:
    refused(nobody().get(path, x_api_key="a key"))


def test_a_key_anywhere_else_is_no_credential(bearers: dict[str, str]) -> None:
    key = bearers["drf_token"].split(" ")[1]
    for name in ("x_auth_token", "x_access_token", "api_key", "remote_user", "x_forwarded_user", "x_remote_user"):
        refused(nobody().get(WHOAMI, **{name: key}))
    for name in ("api_key", "token", "access", "access_token", "authorization"):
        caller = nobody()
        caller.client.cookies[name] = key
        refused(caller.get(WHOAMI))
        refused(nobody().get(f"{WHOAMI}?{name}={key}"))


@pytest.mark.spec("RFC 6750 section 2.1")
def test_a_token_in_the_query_or_the_form_does_not_count(bearers: dict[str, str]) -> None:
    for header in bearers.values():
        token = header.split(" ")[1]
        refused(Client().get(WHOAMI, {"access_token": token}))
        refused(Client().post(TODO_LIST, {"access_token": token, "title": "Buy milk"}))
        refused(Client().generic("GET", WHOAMI, f"access_token={token}", content_type=FORM))
        refused(Client().generic("POST", TODO_LIST, f"access_token={token}&title=Buy", content_type=FORM))


def test_a_bad_header_is_401_even_where_anyone_may_read() -> None:
    assert nobody().get("/api/status/").status_code == 200
    refused(with_header("Bearer nonsense").get("/api/status/"))


@pytest.mark.parametrize("header", ["Bearer nonsense", "Token nonsense", "Basic YTpi", "Junk", ""])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_bad_header_never_falls_back_to_the_session(alice: User, header: str, method: str) -> None:
    signed_in = session_of("alice")
    refused(signed_in.call(method, TODO_LIST, {"title": "Buy milk"}, authorization=header))
    without_csrf = Caller(signed_in.client)
    refused(without_csrf.call(method, TODO_LIST, {"title": "Buy milk"}, authorization=header))
    assert signed_in.get(TODO_LIST).json()["count"] == 0


def test_beside_an_administrators_cookie_a_bearer_has_its_own_rights_only(
    people: dict[str, User], alice: User, web: RelyingParty
) -> None:
    administrator = session_of(people["Admin"].username)
    assert administrator.get("/api/admin-content/").status_code == 200
    header = oauth2_of(web, "alice", ["account:read"]).headers["authorization"]
    assert administrator.get(WHOAMI, authorization=header).json()["username"] == "alice"
    refused(administrator.get("/api/admin-content/", authorization=header), 403)
    own = oauth2_of(web, people["Admin"].username, ["account:read"]).headers["authorization"]
    refused(administrator.get("/api/admin-content/", authorization=own), 403)


def test_a_session_writes_only_with_its_csrf_token(alice: User) -> None:
    signed_in = session_of("alice")
    without = Caller(signed_in.client)
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        refused(without.call(method, TODO_LIST, {"title": "Buy milk"}), 403)
        refused(without.call(method, TODO_LIST, {"title": "Buy milk"}, x_csrftoken="a" * 32), 403)
    assert without.get(TODO_LIST).json()["count"] == 0
    assert signed_in.post(TODO_LIST, {"title": "Buy milk"}).status_code == 201


def test_a_session_writes_from_no_other_origin(alice: User) -> None:
    refused(session_of("alice").post(TODO_LIST, {"title": "Buy milk"}, origin="https://evil.example"), 403)


def test_a_header_credential_needs_no_csrf_token(bearers: dict[str, str]) -> None:
    assert with_header(bearers["jwt"]).post(TODO_LIST, {"title": "Buy milk"}).status_code == 201
    assert with_header(bearers["drf_token"]).post(TODO_LIST, {"title": "Buy milk"}).status_code == 201


def test_a_dead_session_is_nobodys(alice: User) -> None:
    signed_in = session_of("alice")
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert signed_in.get("/api/status/").status_code == 200
    refused(signed_in.get(WHOAMI))


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer ",
        "Bearer eyJ.abc.def",
        "Bearer eyJhbGciOiJub25lIn0.e30.",
        "Bearer a b",
        "Bearer ....",
        "Bearer \x00",
        "Bearer é\udcff".encode("utf-8", "surrogateescape").decode("latin-1"),
        "Bearer " + "a" * 100_000,
        "Bearer " + "." * 5_000,
        "Bearer W1tbW1tb.W1tbW1tb.c2ln",
        "Token",
        "Token eyJ.abc.def",
        "Token " + "g" * 40,
        "Token " + "A" * 40,
        "Token " + "0" * 39,
        "Basic " + "A" * 40,
        "Digest username=a",
        "Mac id=1",
    ],
)
@pytest.mark.parametrize("path", [WHOAMI, "/api/status/", "/api/token/"])
def test_a_malformed_credential_is_401_and_never_an_error_of_ours(header: str, path: str) -> None:
    refused(with_header(header).call("POST" if path == "/api/token/" else "GET", path))


@pytest.mark.spec("RFC 9110 section 11.6.1")
def test_basic_is_not_advertised_and_the_right_password_opens_nothing_by_it(alice: User) -> None:
    right = b64encode(f"alice:{PASSWORD}".encode()).decode()
    for header in (f"Basic {right}", f"basic {right}", "Basic YWxpY2U6cA==", None):
        response = (with_header(header) if header else nobody()).get(WHOAMI)
        refused(response)
        assert "basic" not in response["WWW-Authenticate"].lower()


def test_a_key_as_bearer_and_a_jwt_as_token_are_401(alice: User) -> None:
    key, pair = drf_key_of("alice"), jwt_pair_of("alice")
    for header in (f"Bearer {key}", f"Token {pair['access']}", key, pair["access"]):
        refused(with_header(header).get(WHOAMI))


def test_the_good_ones_still_work_after_all_that(alice: User) -> None:
    assert [caller.get(WHOAMI).status_code for caller in (jwt_of("alice"), drf_token_of("alice"))] == [200, 200]
