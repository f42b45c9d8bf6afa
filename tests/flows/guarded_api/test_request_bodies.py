"""Bodies of requests: JSON or a form, well-formed, and no larger than is read (RFC 9110 section 8.3, RFC 8259)."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.flows.guarded_api.callers import jwt_of, nobody, session_of
from tests.flows.guarded_api.conftest import TODO_LIST, problem

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("body", "content_type"),
    [("<title/>", "text/xml"), ("--x--", "multipart/form-data; boundary=x"), ("title=a", "text/plain"), ("a", "")],
)
def test_another_body_than_json_or_a_form_is_415(alice: User, body: str, content_type: str) -> None:
    headers = jwt_of("alice").headers
    problem(Client().generic("POST", TODO_LIST, body, content_type=content_type, headers=headers), 415)


def test_a_form_is_as_good_as_json(alice: User) -> None:
    headers = jwt_of("alice").headers
    form = "title=Buy+milk&completed=true"
    response = Client().generic(
        "POST", TODO_LIST, form, content_type="application/x-www-form-urlencoded", headers=headers
    )
    assert (response.status_code, response.json()["title"], response.json()["completed"]) == (201, "Buy milk", True)


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"\xff\xfe",
        b"nul",
        b"NaN",
        b'{"title": Infinity}',
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b"9" * 5_000,
        b'{"title": "\xed\xa0\x80"}',
        b"\x00",
        rb'{"title": "\ud800"}',
        rb'{"\uDFFF": 1}',
    ],
)
def test_a_body_that_is_no_json_is_400(alice: User, body: bytes) -> None:
    headers = jwt_of("alice").headers
    problem(Client().generic("POST", TODO_LIST, body, content_type="application/json", headers=headers), 400)


@pytest.mark.parametrize("content_type", ["application/json", "application/x-www-form-urlencoded"])
@pytest.mark.parametrize("signed_in", [True, False])
def test_a_body_too_large_is_400_and_not_read(alice: User, settings: Any, content_type: str, signed_in: bool) -> None:
    caller = session_of("alice") if signed_in else jwt_of("alice")
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    body = '{"title": "' + "a" * 1000 + '"}'
    response = caller.client.generic("POST", TODO_LIST, body, content_type=content_type, headers=caller.headers)
    problem(response, 400)


def test_a_form_of_too_many_fields_is_400(alice: User) -> None:
    form = "&".join(f"a{number}=b" for number in range(300))
    for caller in (jwt_of("alice"), session_of("alice")):
        content_type = "application/x-www-form-urlencoded"
        problem(caller.client.generic("POST", TODO_LIST, form, content_type=content_type, headers=caller.headers), 400)


def test_missing_fields_are_named(db: None) -> None:
    answer = problem(nobody().post("/api/token/", {}), 400)
    assert sorted(error["pointer"] for error in answer["errors"]) == ["#/password", "#/username"]
