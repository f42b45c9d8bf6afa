"""The address of the client: the first one from the right that is no proxy of ours (OWASP ASVS 5.0 section 6.3.1)."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the client's address, or "" where the connection has none.

    `X-Forwarded-For` is read only where the connection comes from one of `TRUSTED_PROXIES`, and only as far to the
    left as the entries are such proxies themselves: what stands further left is the client's own writing.
    """
    address: str = request.META.get("REMOTE_ADDR", "")
    forwarded = [entry.strip() for entry in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if entry.strip()]
    while forwarded and is_trusted_proxy(address) and _is_address(forwarded[-1]):
        address = forwarded.pop()
    return address if _is_address(address) else ""


def is_trusted_proxy(text: str) -> bool:
    """Return whether `text` is the address of one of `TRUSTED_PROXIES`."""
    return _is_address(text) and any(ip_address(text) in network for network in settings.TRUSTED_PROXIES)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
