"""Every answer to a request with a DPoP proof carries the nonce for the next one (RFC 9449 section 8.2)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from oauth_server.protocol.tokens import dpop, dpop_nonce


class DpopNonceMiddleware:
    """Stands around every endpoint and resource, so that none can forget it; a refusal for the nonce is one of them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the answer, with a fresh nonce where the request carried a proof."""
        response = self.get_response(request)
        if dpop.HEADER in request.headers:
            response[dpop.NONCE_HEADER] = dpop_nonce.new()
        return response
