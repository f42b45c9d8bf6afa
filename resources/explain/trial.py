"""What would happen to a request that is not made: the real dispatcher, guard and object rule, no view, no trace."""

import json
from collections.abc import Mapping, Sequence
from importlib import import_module
from io import BytesIO
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import timezone
from rest_framework.exceptions import APIException
from rest_framework.views import APIView

from resources.explain.chain import chain_of
from resources.explain.explanation import Explanation
from resources.explain.facts import Facts, facts_of, principal_of
from resources.policy import rule_of
from resources.problems import ProblemHandler
from resources.steps import Step

API: Final = "/api"


class Untried(Exception):
    """The address is none of the guarded API's; the message says so."""


def try_request(method: str, address: str, *, headers: Mapping[str, str], fields: Sequence[str] = ()) -> Explanation:
    """Return the explanation of a request that is not made; `fields` are those that its body would have.

    Everything that a credential's use would write is rolled back. Raises Untried.
    """
    method = method.upper()
    http = _request(method, address, headers, fields)
    try:
        match = resolve(http.path)
    except Resolver404:
        match = None
    view = getattr(match.func, "cls", None) if match else None
    if match is None or view is None or not issubclass(view, APIView):
        if not http.path.startswith(f"{API}/"):
            raise Untried(f"{http.path} is no address of the guarded API.")
        unknown = Facts(timezone.now(), method, "", 404, Step.ADDRESS, "there is no such address")
        return Explanation(unknown, chain_of(unknown))
    with transaction.atomic():
        facts = _facts(view(**match.func.initkwargs), http, match)  # type: ignore[attr-defined] # - DRF's as_view sets it
        transaction.set_rollback(True)
    return Explanation(facts, chain_of(facts, reached=Step.OBJECT))


def _facts(view: Any, http: WSGIRequest, match: ResolverMatch) -> Facts:
    """Ask what `APIView.initial` asks of a caller, then the object rule; limits and the view are left alone."""
    rule = rule_of(type(view))
    view.setup(http, *match.args, **match.kwargs)
    request = view.request = view.initialize_request(http, *match.args, **match.kwargs)
    view.headers = view.default_response_headers
    try:
        view.perform_authentication(request)
        view.check_permissions(request)
        if rule and rule.objects and match.kwargs:
            view.get_object()
    except Exception as raised:
        context: Any = {"view": view, "request": request, "args": match.args, "kwargs": match.kwargs}
        exc = ProblemHandler(raised, context).convert_known_exceptions(raised)
        if not isinstance(exc, APIException):
            raise
        return facts_of(exc, request=request, rule=rule)
    principal = principal_of(request)
    return Facts(
        at=timezone.now(),
        method=http.method or "",
        path=rule.path if rule else "",
        status=0,
        step=None,
        reason="",
        kind=principal.kind,
        user=str(principal.user.subject) if principal.user else "",
        client_id=principal.client_id or "",
        ambient=principal.ambient,
        acting=principal.is_acting,
    )


def _request(method: str, address: str, headers: Mapping[str, str], fields: Sequence[str]) -> WSGIRequest:
    """Return a request as the server would get it from this machine, by the address that people see."""
    parts, issuer = urlsplit(address), urlsplit(settings.ISSUER)
    body = json.dumps(dict.fromkeys(fields)).encode() if fields else b""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": parts.path.encode().decode("latin-1"),
        "QUERY_STRING": parts.query,
        "SERVER_NAME": issuer.hostname or "localhost",
        "SERVER_PORT": str(issuer.port or (443 if issuer.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.url_scheme": issuer.scheme,
        "wsgi.input": BytesIO(body),
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
    }
    http = WSGIRequest(environ)
    http.session = import_module(settings.SESSION_ENGINE).SessionStore()
    http.user = AnonymousUser()
    return http
