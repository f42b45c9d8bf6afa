"""Errors as problem details (RFC 9457); every refusal is logged under the id that the caller gets."""

import json
import logging
from typing import Any

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError
from django.http import Http404
from django.test import Client, RequestFactory
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.models import User
from resources.denial import Denial, Denied
from resources.explain.explanation import explain
from resources.problems import MEDIA_TYPE, ProblemHandler
from resources.steps import Step

JSON = "application/json"


class Bare(APIView):
    """A view of no row."""


def answer(exception: Exception) -> Any:
    request = Request(RequestFactory().get("/"))
    return ProblemHandler(exception, {"view": Bare(), "args": (), "kwargs": {}, "request": request}).run()


@pytest.mark.parametrize(
    ("exception", "status"),
    [
        (Http404(), 404),
        (exceptions.MethodNotAllowed("PUT"), 405),
        (exceptions.NotAcceptable(), 406),
        (exceptions.UnsupportedMediaType("text/xml"), 415),
        (exceptions.Throttled(wait=7), 429),
        (SuspiciousOperation(), 400),
        (exceptions.PermissionDenied(detail={"a": ["b"]}), 403),
        (Denied(Denial(403, "No.")), 403),
    ],
)
def test_every_refusal_is_a_problem_with_an_id(exception: Exception, status: int) -> None:
    response = answer(exception)
    assert response.status_code == response.data["status"] == status
    assert response.content_type == MEDIA_TYPE
    assert set(response.data) == {"type", "title", "status", "detail", "decision"}
    assert explain(response.data["decision"]).facts.status == status
    assert (response["Cache-Control"], response["Vary"]) == ("no-store", "Authorization, X-API-Key, Cookie")


@pytest.mark.parametrize(("wait", "said"), [(7, "7"), (6.2, "7"), (0.3, "1"), (0, "1"), (None, "1")])
def test_too_many_requests_say_when_to_come_back_in_whole_seconds(wait: float | None, said: str) -> None:
    assert answer(exceptions.Throttled(wait=wait))["Retry-After"] == said


def test_an_exception_adds_members_and_replaces_none() -> None:
    exc = exceptions.AuthenticationFailed("Go on.")
    exc.members = {"mfa_required": True, "status": 200, "detail": "changed"}  # type: ignore[attr-defined] # - as a door does
    response = answer(exc)
    assert (response.data["mfa_required"], response.data["status"], response.data["detail"]) == (True, 401, "Go on.")
    assert response["WWW-Authenticate"].startswith("Bearer ")


def test_a_database_that_does_not_answer_is_503_and_no_refusal() -> None:
    response = answer(OperationalError("down"))
    assert (response.status_code, response["Retry-After"], "decision" in response.data) == (503, "5", False)


def test_an_error_of_ours_says_nothing_of_its_cause() -> None:
    response = answer(RuntimeError("the password is swordfish"))
    assert response.status_code == 500
    assert "swordfish" not in json.dumps(response.data)
    assert "decision" not in response.data


def test_a_validation_error_points_at_each_field() -> None:
    nested: Any = {"title": ["Too long.", "Odd."], "lines": [{}, {"text": ["Blank."]}], "non_field_errors": ["Never."]}
    assert answer(exceptions.ValidationError(nested)).data["errors"] == [
        {"pointer": "#/title", "detail": "Too long."},
        {"pointer": "#/title", "detail": "Odd."},
        {"pointer": "#", "detail": "Never."},
        {"pointer": "#/lines/1/text", "detail": "Blank."},
    ]


def test_the_log_keeps_the_reasons_under_the_id_that_the_caller_gets(
    api: Client, alice: User, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="resources.explain.record"):
        response = api.get("/api/hr-content/", headers={"authorization": "Bearer alice-employees~read"})
    logged = next(record.msg for record in caplog.records if record.name == "resources.explain.record")
    assert isinstance(logged, dict)
    assert logged["decision"] == response.json()["decision"]
    assert (logged["step"], logged["reason"]) == (Step.ROLE, "holds none of HR")
    assert (logged["user"], logged["client"], logged["path"]) == (str(alice.subject), "a-client", "/api/hr-content/")


def test_the_log_keeps_no_credential(api: Client, db: None, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        api.get("/api/protected/?access_token=in-the-query", headers={"authorization": "Bearer in-the-header"})
    kept = [str(record.msg) for record in caplog.records if record.name.startswith("resources")]
    assert kept
    assert not [line for line in kept if "in-the" in line]


@pytest.mark.parametrize("path", ["/api/nothing/", "/api/v1/todo/abc/", "/api//status/", "/api/STATUS/"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "OPTIONS"])
def test_an_address_that_is_none_is_a_problem_too(api: Client, db: None, path: str, method: str) -> None:
    response = api.generic(method, path)
    assert (response.status_code, response["Content-Type"]) == (404, MEDIA_TYPE)
    assert response.json()["status"] == 404
