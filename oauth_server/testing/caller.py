"""A caller of the guarded API: a browser or a program with one credential, which speaks JSON."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.test import Client

from accounts.models import User
from oauth_server.vocabulary import CredentialKind


def strict_client() -> Client:
    """Return a browser that is held to the CSRF rules, as every real one is."""
    return Client(enforce_csrf_checks=True)


@dataclass(frozen=True, slots=True)
class Caller:
    """Calls with the cookies of `client` and the `headers` of its credential; a machine and nobody have no `user`."""

    kind: CredentialKind
    user: User | None = None
    headers: dict[str, str] = field(default_factory=dict)
    client: Client = field(default_factory=strict_client)

    def call(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        """Send a request, `body` as JSON where there is one; return the test client's response."""
        content = "" if body is None else json.dumps(body)
        sent = self.headers | (headers or {})
        return self.client.generic(method, path, content, content_type="application/json", headers=sent)

    def get(self, path: str, **options: Any) -> Any:
        """Read."""
        return self.call("GET", path, **options)

    def post(self, path: str, body: Any = None, **options: Any) -> Any:
        """Add, or do."""
        return self.call("POST", path, {} if body is None else body, **options)

    def put(self, path: str, body: Any = None, **options: Any) -> Any:
        """Replace."""
        return self.call("PUT", path, {} if body is None else body, **options)

    def patch(self, path: str, body: Any = None, **options: Any) -> Any:
        """Change."""
        return self.call("PATCH", path, {} if body is None else body, **options)

    def delete(self, path: str, **options: Any) -> Any:
        """Delete."""
        return self.call("DELETE", path, **options)


def with_csrf(client: Client) -> dict[str, str]:
    """Give a browser its CSRF cookie; return the header that a page of this origin sends with it."""
    request = HttpRequest()
    token = get_token(request)
    client.cookies[settings.CSRF_COOKIE_NAME] = request.META["CSRF_COOKIE"]
    return {"x-csrftoken": token}
