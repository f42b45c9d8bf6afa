"""The token endpoint takes one strict form by POST and answers in JSON that no cache keeps (RFC 6749 section 3.2)."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.flows.oauth import RelyingParty, basic, post_form

pytestmark = [pytest.mark.spec("RFC 6749 section 3.2"), pytest.mark.django_db]
FORM = "application/x-www-form-urlencoded"


def refused(response: Any, status: int = 400, error: str = "invalid_request") -> None:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/json"
    assert response["Cache-Control"] == "no-store"
    answer = response.json()
    assert answer["error"] == error
    assert answer["error_description"]


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["/o/token/", "/o/revoke_token/", "/o/introspect/"])
def test_only_post_is_answered(client: Client, path: str, method: str) -> None:
    response = getattr(client, method)(path)
    refused(response, 405)
    assert response["Allow"] == "POST"


@pytest.mark.parametrize("path", ["/o/token/", "/o/revoke_token/", "/o/introspect/"])
@pytest.mark.parametrize("content_type", ["application/json", "multipart/form-data; boundary=x", "text/plain", ""])
def test_only_a_form_is_read(client: Client, path: str, content_type: str) -> None:
    refused(client.generic("POST", path, b"grant_type=client_credentials", content_type=content_type), 415)


def test_a_form_may_name_its_charset(web: RelyingParty, client: Client) -> None:
    response = client.post("/o/token/", "grant_type=unknown", content_type=f"{FORM}; charset=UTF-8")
    refused(response, 401, "invalid_client")


@pytest.mark.parametrize(
    "query",
    [
        "client_id=a&client_secret=b",
        *(f"{name}=abc" for name in ("code", "refresh_token", "token", "access_token", "password", "client_assertion")),
        *(f"{name}=abc" for name in ("code_verifier", "device_code", "subject_token", "actor_token", "request")),
    ],
)
@pytest.mark.parametrize("path", ["/o/token/", "/o/revoke_token/", "/o/introspect/"])
def test_credentials_in_the_address_are_refused(client: Client, path: str, query: str) -> None:
    refused(client.post(f"{path}?{query}", "grant_type=client_credentials", content_type=FORM))


@pytest.mark.parametrize("name", ["grant_type", "code", "redirect_uri", "client_id", "scope", "anything"])
def test_a_parameter_sent_twice_is_refused(web: RelyingParty, client: Client, name: str) -> None:
    form = [("grant_type", "authorization_code"), ("code", "abc"), (name, "x"), (name, "x")]
    headers = {"authorization": basic(web.client_id, web.secret)}
    refused(client.post("/o/token/", urlencode(form), content_type=FORM, headers=headers))


def test_an_empty_parameter_counts_as_left_out(web: RelyingParty, client: Client) -> None:
    refused(web.token(client, grant_type="authorization_code", code=""))


def test_an_unknown_parameter_is_ignored(web: RelyingParty, user_agent: Client) -> None:
    answer = web.tokens(user_agent)
    assert web.refresh(user_agent, answer["refresh_token"], surprise="yes").status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"=",
        b"&&&",
        b"grant_type",
        b"grant_type=\xff\xfe",
        b"grant_type=%ff%fe",
        b"grant_type=a%00b",
        b"grant%00_type=a",
        b"&".join(b"p%d=1" % number for number in range(60)),
        b"grant_type=" + b"a" * 70_000,
        b"grant_type=" + b"a" * 1_200_000,
    ],
)
@pytest.mark.parametrize("path", ["/o/token/", "/o/revoke_token/", "/o/introspect/"])
def test_a_malformed_body_is_refused(client: Client, path: str, body: bytes) -> None:
    response = client.post(path, body, content_type=FORM)
    assert response.status_code in (400, 401)
    assert response.json()["error"] in ("invalid_request", "invalid_client")


def test_an_empty_body_is_refused(client: Client) -> None:
    assert client.post("/o/token/", b"", content_type=FORM).status_code in (400, 415)


def test_a_malformed_content_length_is_refused(client: Client) -> None:
    refused(client.post("/o/token/", b"grant_type=x", content_type=FORM, CONTENT_LENGTH="ten"))


def test_an_unknown_grant_type_is_refused(web: RelyingParty, client: Client) -> None:
    for grant_type in ("password", "implicit", "x"):
        refused(web.token(client, grant_type=grant_type), 400, "unsupported_grant_type")


def test_a_client_is_held_to_the_grants_that_it_is_registered_for(web: RelyingParty, client: Client) -> None:
    refused(web.token(client, grant_type="client_credentials"), 400, "unauthorized_client")


def test_a_request_without_a_csrf_token_is_answered(web: RelyingParty) -> None:
    strict = Client(enforce_csrf_checks=True)
    refused(post_form(strict, "/o/token/", {"grant_type": "x", "client_id": web.client_id}), 401, "invalid_client")
