"""One log line a request: the id, the address and the path; never a query string, never a link's key."""

import structlog
from django.conf import settings
from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware

from accounts.client_address import client_address


class RequestLogMiddleware(RequestMiddleware):
    """django-structlog's, which by itself logs whole query strings and believes any forwarded address."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        """Return the method and the path, cut before a key that opens something."""
        kept = next((prefix for prefix in settings.PATHS_WITH_KEYS if request.path.startswith(prefix)), request.path)
        return f"{request.method} {kept}"

    @classmethod
    def bind_ip(cls, request: HttpRequest) -> None:
        """Bind the address that the trusted proxies tell."""
        structlog.contextvars.bind_contextvars(ip=client_address(request))
