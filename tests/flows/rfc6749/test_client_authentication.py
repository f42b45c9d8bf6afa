"""Clients authenticate in exactly one way; a wrong secret gets the right challenge (RFC 6749 section 2.3)."""

import base64
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.flows.oauth import RelyingParty, basic, post_form

pytestmark = [pytest.mark.spec("RFC 6749 section 2.3"), pytest.mark.django_db]
CODE = {"grant_type": "authorization_code", "code": "unknown"}
PATHS = ("/o/token/", "/o/revoke_token/", "/o/introspect/")


@pytest.fixture
def poster(register: Callable[..., RelyingParty]) -> RelyingParty:
    """A confidential client that sends its secret in the body."""
    return register(token_endpoint_auth_method="client_secret_post")


def ask(form: dict[str, str], header: str | None = None, path: str = "/o/token/") -> Any:
    headers = {"authorization": header} if header is not None else {}
    return post_form(Client(), path, {"token": "x", **CODE, **form}, headers=headers)


def test_a_secret_by_header_is_taken(web: RelyingParty) -> None:
    assert ask({}, basic(web.client_id, web.secret)).json()["error"] == "invalid_grant"


def test_a_secret_in_the_body_is_taken(poster: RelyingParty) -> None:
    form = {"client_id": poster.client_id, "client_secret": poster.secret}
    assert ask(form).json()["error"] == "invalid_grant"


@pytest.mark.spec("RFC 7591 section 2")
@pytest.mark.parametrize("path", PATHS)
def test_a_secret_is_taken_by_the_registered_method_alone(web: RelyingParty, poster: RelyingParty, path: str) -> None:
    in_body = ask({"client_id": web.client_id, "client_secret": web.secret}, path=path)
    by_header = ask({}, basic(poster.client_id, poster.secret), path)
    for refused in (in_body, by_header):
        assert (refused.status_code, refused.json()["error"]) == (401, "invalid_client")
    assert "client_secret_basic" in in_body.json()["error_description"], "who has the secret is told what to do"


def test_the_method_is_named_to_nobody_without_the_secret(web: RelyingParty) -> None:
    wrong = ask({"client_id": web.client_id, "client_secret": "wrong"})
    assert wrong.content == ask({"client_id": "nobody", "client_secret": "wrong"}).content


def test_a_wrong_secret_by_another_method_is_a_guess_too(web: RelyingParty) -> None:
    wrong = {"client_id": web.client_id, "client_secret": "wrong"}
    assert {ask(wrong).status_code for _ in range(10)} == {401}
    assert ask({}, basic(web.client_id, "wrong")).status_code == 429


def test_a_public_client_names_itself(spa: RelyingParty) -> None:
    assert ask({"client_id": spa.client_id}).json()["error"] == "invalid_grant"


def test_both_parts_of_the_header_are_form_urlencoded(register: Callable[..., RelyingParty]) -> None:
    client = register(client_id="a client:with spaces", client_secret="s%+cret: ü")
    assert ask({}, basic("a+client%3Awith%20spaces", "s%25%2Bcret%3A+%C3%BC")).json()["error"] == "invalid_grant"
    assert client.client_id == "a client:with spaces"


def test_the_scheme_may_have_any_case(web: RelyingParty) -> None:
    header = basic(web.client_id, web.secret).replace("Basic", "bAsIc")
    assert ask({}, header).json()["error"] == "invalid_grant"


@pytest.mark.parametrize("path", PATHS)
def test_a_wrong_secret_by_header_is_401_with_a_basic_challenge(web: RelyingParty, path: str) -> None:
    response = ask({}, basic(web.client_id, "wrong"), path)
    assert (response.status_code, response.json()["error"]) == (401, "invalid_client")
    assert response["WWW-Authenticate"].startswith("Basic realm=")


@pytest.mark.parametrize("path", PATHS)
def test_a_wrong_secret_in_the_body_is_401_without_a_challenge(web: RelyingParty, path: str) -> None:
    response = ask({"client_id": web.client_id, "client_secret": "wrong"}, path=path)
    assert (response.status_code, response.json()["error"]) == (401, "invalid_client")
    assert "WWW-Authenticate" not in response


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "header",
    [
        "Basic",
        "Basic ",
        "Basic !!!",
        "Basic " + base64.b64encode(b"no colon").decode(),
        "Basic " + base64.b64encode(b"\xff\xfe:x").decode(),
        "Basic " + base64.b64encode(b"%ff:x").decode(),
        "Basic " + base64.b64encode(b"a\x00:b").decode(),
        "Bearer abc",
        "Basic YTpi, Basic YTpi",
        "",
    ],
)
def test_a_malformed_header_is_401(db: None, path: str, header: str) -> None:
    response = ask({}, header, path)
    assert (response.status_code, response.json()["error"]) == (401, "invalid_client")
    assert response["WWW-Authenticate"].startswith("Basic")


@pytest.mark.parametrize("path", PATHS)
def test_two_methods_in_one_request_are_refused(web: RelyingParty, path: str) -> None:
    header = basic(web.client_id, web.secret)
    both = ask({"client_id": web.client_id, "client_secret": web.secret}, header, path)
    assert (both.status_code, both.json()["error"]) == (400, "invalid_request")
    other = ask({"client_id": "another"}, header, path)
    assert (other.status_code, other.json()["error"]) == (400, "invalid_request")


def test_the_same_client_id_may_stand_beside_the_header(web: RelyingParty) -> None:
    response = ask({"client_id": web.client_id}, basic(web.client_id, web.secret))
    assert response.json()["error"] == "invalid_grant"


@pytest.mark.parametrize("path", PATHS)
def test_no_client_authentication_is_invalid_client(db: None, path: str) -> None:
    response = ask({}, path=path)
    assert (response.status_code, response.json()["error"]) == (401, "invalid_client")


@pytest.mark.parametrize("path", PATHS)
def test_an_unknown_client_is_told_what_a_known_one_is(web: RelyingParty, path: str) -> None:
    unknown = ask({}, basic("nobody", "wrong"), path)
    known = ask({}, basic(web.client_id, "wrong"), path)
    assert (unknown.status_code, unknown.content) == (known.status_code, known.content)


@pytest.mark.parametrize("path", PATHS)
def test_a_confidential_client_without_its_secret_is_refused(web: RelyingParty, path: str) -> None:
    assert ask({"client_id": web.client_id}, path=path).status_code == 401
    assert ask({}, basic(web.client_id, ""), path).status_code == 401


def test_a_public_client_with_a_secret_is_refused(spa: RelyingParty) -> None:
    assert ask({"client_id": spa.client_id, "client_secret": "guess"}).status_code == 401
    assert ask({}, basic(spa.client_id, "")).status_code == 401


def test_wrong_secrets_are_counted_by_client_and_a_right_one_is_never_locked_out(
    web: RelyingParty, register: Callable[..., RelyingParty]
) -> None:
    wrong = basic(web.client_id, "wrong")
    assert {ask({}, wrong).status_code for _ in range(10)} == {401}
    limited = ask({}, wrong)
    assert (limited.status_code, limited.json()["error"]) == (429, "invalid_client")
    assert int(limited["Retry-After"]) > 0
    assert ask({}, basic(web.client_id, web.secret)).json()["error"] == "invalid_grant"
    assert ask({}, basic(register().client_id, "wrong")).status_code == 401
