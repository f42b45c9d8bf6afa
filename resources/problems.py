"""Errors as problem details (RFC 9457), with the id of the refusal and the challenge that belongs to it."""

from http import HTTPStatus
from typing import Any

import structlog
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from drf_standardized_errors.formatter import ExceptionFormatter, flatten_errors
from drf_standardized_errors.handler import ExceptionHandler
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.status import is_client_error

from oauth_server.vocabulary import Scope
from resources.challenges import challenge_of
from resources.denial import Denial, Denied
from resources.guard import PRIVATE
from resources.policy import rule_of
from resources.principal import Principal

MEDIA_TYPE = "application/problem+json"
UNREADABLE = (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError)
"""What Django raises for a body that no view can read."""

log = structlog.get_logger(__name__)


class Unavailable(exceptions.APIException):
    """The database does not answer; `wait` is in seconds."""

    status_code = 503
    default_detail = "Try again soon."
    wait = 5


class ProblemFormatter(ExceptionFormatter):
    """The members of a problem; `errors` points at the fields of the body (RFC 6901)."""

    def run(self) -> dict[str, Any]:
        """Return the problem; a server error says nothing of its cause."""
        problem: dict[str, Any] = {
            "type": "about:blank",
            "title": HTTPStatus(self.exc.status_code).phrase,
            "status": self.exc.status_code,
            "detail": _detail(self.exc),
        }
        if isinstance(self.exc, exceptions.ValidationError):
            problem["errors"] = [
                {"pointer": _pointer(error.attr), "detail": error.detail} for error in flatten_errors(self.exc.detail)
            ]
        if is_client_error(self.exc.status_code):
            problem["decision"] = _denial(self.exc).decision
        return problem


class ProblemHandler(ExceptionHandler):
    """Answers every exception of a guarded view and logs every refusal under its id."""

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        """Return the API's own exception for what Django raises; a body that cannot be read is a 400."""
        if isinstance(exc, UNREADABLE):
            exc = exceptions.ParseError("The body cannot be read, is too large or has too many fields.")
        if isinstance(exc, OperationalError | InterfaceError):
            exc = Unavailable()
        exc = super().convert_known_exceptions(exc)
        if isinstance(exc, exceptions.APIException) and not isinstance(exc, Denied):
            exc.denial = Denial(exc.status_code, "", (f"{type(exc).__name__}: {exc.default_code}",))  # type: ignore[attr-defined] # - the id that formatter and log share
        return exc

    def get_headers(self, exc: exceptions.APIException) -> dict[str, str]:
        """Return the challenge, Retry-After, and that no cache may keep the answer."""
        headers: dict[str, str] = {**super().get_headers(exc), **PRIVATE}
        if isinstance(exc, Denied) and (challenge := challenge_of(exc.denial, scope=self._scope())):
            headers["WWW-Authenticate"] = challenge
        return headers

    def get_response(self, exc: exceptions.APIException, data: dict[str, Any]) -> Response:
        """Return the answer in the media type of problems."""
        if is_client_error(exc.status_code):
            self._log(_denial(exc))
        return Response(data, status=exc.status_code, headers=self.get_headers(exc), content_type=MEDIA_TYPE)

    def _scope(self) -> str | None:
        """What the address asks of a third party, for the challenge."""
        rule, request = rule_of(type(self.context["view"])), self.context["request"]
        scope = rule.demand(request.method or "").scope if rule and request else None
        return scope if isinstance(scope, Scope) else None

    def _log(self, denial: Denial) -> None:
        rule, request = rule_of(type(self.context["view"])), self.context["request"]
        # Not `request.auth`, which would authenticate a request that was refused before that.
        asked = vars(request).get("_auth") if request else None
        principal = asked if isinstance(asked, Principal) else None
        log.info(
            "refused",
            decision=denial.decision,
            status=denial.status,
            method=request.method if request else None,
            path=rule.path if rule else None,
            kind=principal.kind if principal else None,
            user=str(principal.user.subject) if principal and principal.user else None,
            client=principal.client_id if principal else None,
            reasons=denial.reasons,
        )


def _denial(exc: exceptions.APIException) -> Denial:
    denial: Denial = exc.denial  # type: ignore[attr-defined] # - every client error got one when it was converted
    return denial


def _detail(exc: exceptions.APIException) -> str:
    if isinstance(exc, exceptions.ValidationError):
        return "The request is not valid; errors names the fields."
    return str(exc.detail) if isinstance(exc.detail, str) else "The request was refused."


def _pointer(attribute: str | None) -> str:
    if attribute in {None, api_settings.NON_FIELD_ERRORS_KEY}:
        return "#"
    return "#/" + str(attribute).replace(".", "/")
