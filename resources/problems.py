"""Errors as problem details (RFC 9457), with the decision that explains the refusal and the challenge for it."""

from http import HTTPStatus
from math import ceil
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from drf_standardized_errors.formatter import ExceptionFormatter, flatten_errors
from drf_standardized_errors.handler import ExceptionHandler
from rest_framework import exceptions, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.status import is_client_error

from oauth_server.vocabulary import SECONDS_TO_RETRY
from resources import challenges
from resources.audience import resource_of
from resources.authentication.verified_request import VerifiedRequest
from resources.denial import Denied
from resources.explain.facts import facts_of, principal_of
from resources.explain.record import record
from resources.guard import PRIVATE
from resources.policy import rule_of

MEDIA_TYPE = "application/problem+json"
UNREADABLE = (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError)
"""What Django raises for a body that no view can read."""


class Unavailable(exceptions.APIException):
    """The database does not answer."""

    status_code = 503
    default_detail = "Try again soon."
    wait = SECONDS_TO_RETRY


class ProblemFormatter(ExceptionFormatter):
    """The members of a problem; `errors` points at the fields of the body (RFC 6901); `members` of the exception are
    members of the problem too."""

    def run(self) -> dict[str, Any]:
        """Return the problem; a server error says nothing of its cause."""
        problem: dict[str, Any] = {
            **getattr(self.exc, "members", {}),
            "type": "about:blank",
            "title": HTTPStatus(self.exc.status_code).phrase,
            "status": self.exc.status_code,
            "detail": _detail(self.exc),
        }
        if isinstance(self.exc, exceptions.ValidationError):
            problem["errors"] = [
                {"pointer": _pointer(error.attr), "detail": error.detail} for error in flatten_errors(self.exc.detail)
            ]
        return problem


class ProblemHandler(ExceptionHandler):
    """Answers every exception of a guarded view and records every refusal."""

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        """Return the API's own exception for what Django raises; a body that cannot be read is a 400."""
        if isinstance(exc, UNREADABLE):
            exc = exceptions.ParseError("The body cannot be read, is too large or has too many fields.")
        if isinstance(exc, OperationalError | InterfaceError):
            exc = Unavailable()
        return super().convert_known_exceptions(exc)

    def get_headers(self, exc: exceptions.APIException) -> dict[str, str]:
        """Return the challenge, Retry-After in whole seconds, and that no cache may keep the answer."""
        headers: dict[str, str] = {**super().get_headers(exc), **PRIVATE}
        if challenge := self._challenge(exc, headers.pop("WWW-Authenticate", None)):
            headers["WWW-Authenticate"] = challenge
        if hasattr(exc, "wait"):
            headers["Retry-After"] = str(max(1, ceil(exc.wait or 0)))
        return headers

    def get_response(self, exc: exceptions.APIException, data: dict[str, Any]) -> Response:
        """Return the answer in the media type of problems. What the view began is undone: the refusal outlives it."""
        if is_client_error(exc.status_code):
            request = self.context["request"]
            facts = facts_of(exc, request=request, rule=rule_of(type(self.context["view"])))
            data["decision"] = record(facts, principal_of(request))
        return Response(data, status=exc.status_code, headers=self.get_headers(exc), content_type=MEDIA_TYPE)

    def _challenge(self, exc: exceptions.APIException, standard: str | None) -> str | None:
        if isinstance(exc, Denied):
            request = self.context["request"]
            bound = principal_of(request).confirmation is not None
            resource = _resource(request) if request else ""
            return challenges.challenge_of(exc.denial, scope=self._scope(), bound=bound, resource=resource)
        return standard or (challenges.bearer() if exc.status_code == status.HTTP_401_UNAUTHORIZED else None)

    def _scope(self) -> str | None:
        """What the address asks of a third party, for the challenge."""
        rule, request = rule_of(type(self.context["view"])), self.context["request"]
        return rule.named_scope(request.method or "") if rule and request else None


def _resource(request: Request) -> str:
    """Return the resource that the caller asked, which a call inside the server remembers."""
    http = request._request
    return http.resource if isinstance(http, VerifiedRequest) else resource_of(request.path)


def _detail(exc: exceptions.APIException) -> str:
    if isinstance(exc, exceptions.ValidationError):
        return "The request is not valid; errors names the fields."
    return str(exc.detail) if isinstance(exc.detail, str) else "The request was refused."


def _pointer(attribute: str | None) -> str:
    if attribute in {None, api_settings.NON_FIELD_ERRORS_KEY}:
        return "#"
    return "#/" + str(attribute).replace(".", "/")
