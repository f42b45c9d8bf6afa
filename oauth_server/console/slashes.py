"""An address without its last slash: the redirect to the one that has it keeps method and body (RFC 9110 15.4.9)."""

from django.http import HttpResponsePermanentRedirect
from django.middleware.common import CommonMiddleware


class PermanentRedirect(HttpResponsePermanentRedirect):
    """308: a POST stays a POST, where 301 lets clients turn it into a GET."""

    def __init__(self, redirect_to: str) -> None:
        super().__init__(redirect_to, preserve_request=True)


class SlashMiddleware(CommonMiddleware):
    """Django's, with that redirect."""

    response_redirect_class = PermanentRedirect
