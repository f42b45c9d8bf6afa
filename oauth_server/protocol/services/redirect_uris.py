"""Redirect URIs: exact match, any port on loopback (RFC 9700 section 2.1, RFC 8252 section 7.3)."""

from typing import Final
from urllib.parse import urlencode, urlsplit

WEB: Final = ("https", "http")
LOOPBACK: Final = ("http://127.0.0.1", "http://[::1]")


def is_registered(uri: str, registered: list[str]) -> bool:
    """Return whether `uri` is one of the registered ones, character for character.

    A registered http loopback address (127.0.0.1 or [::1], not the name localhost) lets the port vary.
    """
    return uri in registered or any(_same_but_port(uri, known) for known in registered)


def origin(uri: str) -> str:
    """Return the CSP source that covers a redirect URI: its origin, or its scheme where that is a private-use one.

    No CSP source can name an IPv6 address: there the scheme stands for it.
    """
    parts = urlsplit(uri)
    if parts.scheme not in WEB or "[" in parts.netloc:
        return f"{parts.scheme}:"
    return f"{parts.scheme}://{parts.netloc}"


def host(uri: str) -> str:
    """Return what people are told of where a redirect URI leads: its host, or its scheme."""
    parts = urlsplit(uri)
    return parts.netloc if parts.scheme in WEB else f"{parts.scheme}:"


def with_parameters(uri: str, parameters: dict[str, str]) -> str:
    """Return the redirect URI with the response's parameters added to its own query (RFC 6749 section 4.1.2)."""
    return f"{uri}{'&' if '?' in uri else '?'}{urlencode(parameters)}"


def _same_but_port(uri: str, known: str) -> bool:
    split_uri, split_known = _split_loopback(uri), _split_loopback(known)
    return split_uri is not None and split_uri == split_known


def _split_loopback(uri: str) -> tuple[str, str] | None:
    """Return the loopback host and all that follows the port; None where it is no loopback address."""
    for host_of_loopback in LOOPBACK:
        if not uri.startswith(host_of_loopback):
            continue
        rest = uri[len(host_of_loopback) :]
        if rest.startswith(":"):
            digits = rest[1:].partition("/")[0].partition("?")[0]
            if not (digits.isascii() and digits.isdigit() and len(digits) < 6 and 0 < int(digits) < 65536):
                return None
            rest = rest[1 + len(digits) :]
        if rest == "" or rest[0] in "/?":
            return host_of_loopback, rest
    return None
