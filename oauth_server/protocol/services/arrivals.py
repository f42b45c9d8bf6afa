"""When this browser first came with a request that asks for a new sign-in: its own cookie says so, and no row.

A sign-in counts for `prompt=login` and `max_age` where it was made in this browser after that (OpenID Connect Core
section 3.1.2.1); that somebody else came with the same reference earlier says nothing.
"""

import json
from datetime import datetime
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from oauth_server.protocol.tokens import sealed_value
from oauth_server.protocol.tokens.digest import digest

PURPOSE: Final = "arrivals"
MOST: Final = 10
"""Requests that one browser is on its way with; of more, the oldest is forgotten, and asks again."""


def cookie_name() -> str:
    """Return the cookie's name: where it is secure, one that no other host of the site can set."""
    return f"__Host-{PURPOSE}" if settings.SESSION_COOKIE_SECURE else PURPOSE


def since(request: HttpRequest, request_uri: str | None) -> datetime | None:
    """Return when this browser first came with a reference; None where it has not, or longer ago than one lives."""
    moment = _read(request).get(digest(request_uri)) if request_uri else None
    return None if moment is None else datetime.fromisoformat(moment)


def note(request: HttpRequest, response: HttpResponse, request_uri: str) -> None:
    """Let the browser keep that it has come with a reference; only the first coming counts."""
    known = _read(request)
    if digest(request_uri) in known:
        return
    known[digest(request_uri)] = timezone.now().isoformat()
    newest = dict(sorted(known.items(), key=lambda item: item[1])[-MOST:])
    response.set_cookie(
        cookie_name(),
        sealed_value.seal(PURPOSE, json.dumps(newest)),
        max_age=settings.AUTHORIZATION_REQUEST_LIFETIME,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> dict[str, str]:
    seconds = int(settings.AUTHORIZATION_REQUEST_LIFETIME.total_seconds())
    text = sealed_value.open_sealed(PURPOSE, request.COOKIES.get(cookie_name(), ""), seconds=seconds)
    known: dict[str, str] = json.loads(text) if text else {}
    return known
