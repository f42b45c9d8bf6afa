"""One log line a request: the id, the address and the path; never a query string, never a link's key."""

from typing import Final

import structlog
from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware

from accounts.services.client_address import client_address

PATHS_WITH_KEYS: Final = ("/accounts/password/reset/key/", "/accounts/confirm-email/")


class RequestLogMiddleware(RequestMiddleware):
    """django-structlog's, which by itself logs whole query strings and believes any forwarded address."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        """Return the method and the path, cut before a key that opens something."""
        kept = next((prefix for prefix in PATHS_WITH_KEYS if request.path.startswith(prefix)), request.path)
        return f"{request.method} {kept}"

    @classmethod
    def bind_ip(cls, request: HttpRequest) -> None:
        """Bind the address that the trusted proxies tell."""
        structlog.contextvars.bind_contextvars(ip=client_address(request))
