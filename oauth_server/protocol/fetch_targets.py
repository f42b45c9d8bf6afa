"""Where a fetch on a client's behalf may connect to: public addresses over https, and what a deployment names."""

import socket
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from oauth_server.protocol.models.client_uris import HOST_NAME, VISIBLE

LONGEST: Final = 2000
PORTS: Final = {"https": 443, "http": 80}
NOT_PUBLIC: Final[tuple[IPv4Network | IPv6Network, ...]] = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
    )
)  # fmt: skip
"""Of IPv4, and of GLOBAL_UNICAST, what is no host of the internet or leads into IPv4 (RFC 6890, 3056, 4380, 9637)."""
GLOBAL_UNICAST: Final = IPv6Network("2000::/3")
"""All other IPv6 is local, multicast, or IPv4 in disguise: mapped addresses and NAT64 (RFC 4291, RFC 6052)."""
_resolvers: Final = ThreadPoolExecutor(4, thread_name_prefix="resolve")


class FetchRefused(Exception):
    """An address was not fetched, or its answer not taken. The text names no address and no cause beyond the form of
    what was asked for, so that it may be shown; the log knows more."""


class TooBusy(FetchRefused):
    """Nothing was asked, for too many fetches are under way: that says nothing of the address."""


@dataclass(frozen=True, slots=True)
class Target:
    """What an address names: `path` with its query, `host` in lower case without brackets."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """The `Host` header (RFC 9110 section 7.2)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def target_of(url: str) -> Target:
    """Return what an address names; raise FetchRefused unless its form is one that is fetched. Looks nothing up."""
    try:
        parts = urlsplit(url) if len(url) <= LONGEST and VISIBLE.match(url) else urlsplit("")
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        raise FetchRefused("The address is not well-formed.") from None
    if not (HOST_NAME.match(host) or _literal(host)) or ("[" in parts.netloc) != (":" in host) or port == 0:
        raise FetchRefused("The address is not well-formed.")
    if "@" in parts.netloc or "#" in url:
        raise FetchRefused("The address has a user or a fragment.")
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_demo_loopback(host)):
        raise FetchRefused("The address is not https.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port or PORTS[parts.scheme], path)


def resolve(target: Target, *, seconds: float) -> list[str]:
    """Return the addresses of the host, each one that may be connected to; raise FetchRefused where any may not."""
    lookup = _resolvers.submit(socket.getaddrinfo, target.host, target.port, type=socket.SOCK_STREAM)
    try:
        found = [str(entry[4][0]) for entry in lookup.result(timeout=seconds)]
    except (OSError, UnicodeError, TimeoutError):
        lookup.cancel()
        raise FetchRefused("The address could not be fetched.") from None
    allowed = {host.lower() for host in settings.FETCH_ALLOWED_HOSTS}
    if target.host not in allowed and not _may_connect(target.host, found):
        raise FetchRefused("The address could not be fetched.")
    return list(dict.fromkeys(found))


def is_public(address: str) -> bool:
    """Return whether an IP address is that of a host on the internet."""
    literal = _literal(address)
    if literal is None or (isinstance(literal, IPv6Address) and (literal.scope_id or literal not in GLOBAL_UNICAST)):
        return False
    return literal.is_global and not any(literal in network for network in NOT_PUBLIC)


def _may_connect(host: str, addresses: Iterable[str]) -> bool:
    if _is_demo_loopback(host):
        return all((literal := _literal(address)) is not None and literal.is_loopback for address in addresses)
    return all(is_public(address) for address in addresses)


def _is_demo_loopback(host: str) -> bool:
    literal = _literal(host)
    return settings.DEMO and (host == "localhost" or (literal is not None and literal.is_loopback))


def _literal(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None
