"""The form of every address that a client may register (RFC 9700 section 2.1, RFC 8252 sections 7 and 8.4)."""

import re
from typing import Final
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from oauth_server.vocabulary import ApplicationType

LONGEST: Final = 500
LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
VISIBLE: Final = re.compile(r"[\x21-\x5b\x5d-\x7e]+\Z")
"""No space, control character, backslash or letter beyond ASCII: what two parsers read alike."""
HOST_NAME: Final = re.compile(
    r"(?=.{1,253}\Z)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*\Z"
)
"""Letters, digits and what stands between them: nothing that a header of ours or another parser takes for an end."""
_PRIVATE_USE: Final = re.compile(r"[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+:/")
_NOT_WELL_FORMED: Final = "is not well-formed"


def redirect_fault(uri: str, application_type: str) -> str:
    """Return what is wrong with a redirect URI; an empty text where it may be registered."""
    parts = _split(uri)
    if parts is None:
        return _NOT_WELL_FORMED
    if "#" in uri or "*" in uri or "@" in parts.netloc:
        return "has a fragment, a wildcard or a user"
    if uri.startswith("https://"):
        return "" if _has_host(parts) else _NOT_WELL_FORMED
    if is_loopback(uri):
        allowed = application_type != ApplicationType.WEB or settings.DEMO
        return "" if allowed else "is of loopback, which is for application_type native"
    if _PRIVATE_USE.match(uri):
        allowed = application_type == ApplicationType.NATIVE
        return "" if allowed else "is of a private-use scheme, which is for application_type native"
    return "is neither https, nor http on a loopback address, nor of a private-use scheme with a dot"


def fetch_fault(uri: str) -> str:
    """Return what is wrong with an address that this server asks or sends people to; https, but for the demo's own."""
    parts = _split(uri)
    if parts is None or not _has_host(parts):
        return _NOT_WELL_FORMED
    secure = uri.startswith("https://") or (settings.DEMO and is_loopback(uri))
    return "" if secure else "is not https"


def page_fault(uri: str) -> str:
    """Return what is wrong with the address of a page or a picture that a person may look at."""
    parts = _split(uri)
    if parts is None or not _has_host(parts):
        return _NOT_WELL_FORMED
    return "" if uri.startswith(("https://", "http://")) else "is no web address"


def origin_fault(origin: str) -> str:
    """Return what is wrong with an origin of cross-origin requests (RFC 6454 section 6.1)."""
    parts = _split(origin)
    if parts is None or not _has_host(parts) or origin != f"{parts.scheme}://{parts.netloc}":
        return "is no origin"
    return "" if parts.scheme == "https" or is_loopback(origin) else "is not https"


def is_loopback(uri: str) -> bool:
    """Return whether this is http on the machine that the browser runs on (RFC 8252 section 7.3)."""
    parts = _split(uri)
    return parts is not None and uri.startswith("http://") and parts.hostname in LOOPBACK


def is_native(uri: str) -> bool:
    """Return whether only an application on the person's own device can own this redirect URI."""
    return is_loopback(uri) or bool(_PRIVATE_USE.match(uri))


def host_of(uri: str) -> str:
    """Return the host of an address in lower case; an empty text where it has none."""
    parts = _split(uri)
    return (parts.hostname or "") if parts else ""


def sector_of(uri: str) -> str:
    """Return the host that a sector is named by (OpenID Connect Core section 8.1); an empty text where it is nobody's
    own: outside the demo, whichever application a person runs may listen on loopback."""
    return host_of(uri) if settings.DEMO or not is_loopback(uri) else ""


def origin_of(uri: str) -> str:
    """Return the origin of an address that has a host."""
    parts = urlsplit(uri)
    return f"{parts.scheme}://{parts.netloc}"


def _has_host(parts: SplitResult) -> bool:
    """Return whether an address has a host, by name or number, and no user."""
    if "@" in parts.netloc:
        return False
    return bool(HOST_NAME.match(parts.hostname or "")) or "[" in parts.netloc


def _split(uri: str) -> SplitResult | None:
    if len(uri) > LONGEST or not VISIBLE.match(uri):
        return None
    try:
        parts = urlsplit(uri)
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError:
        return None
    return parts
