"""Where a fetch may go: public addresses over https, whatever a name resolves to."""

import socket
from typing import Any

import pytest

from oauth_server.protocol.fetch_targets import FetchRefused, is_public, resolve, target_of


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "192.0.1.1", "2606:4700::1111", "2a00:1450:4001::1"])
def test_a_host_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104 - a case of the table
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.8.8.8",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:8.8.8.8",
        "::ffff:127.0.0.1",
        "::ffff:0:8.8.8.8",
        "64:ff9b::8.8.8.8",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:0:7f00:1::",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:808:808::1",
        "3fff::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%lo",
        "2606:4700::1111%lo",
        "fec0::1",
        "ff02::1",
        "5f00::1",
        "localhost",
        "8.8.8",
        "0x8.8.8.8",
    ],
)
def test_what_is_no_host_of_the_internet_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "", "https", "https:", "https://", "https:///keys", "//example.org/", "http://example.org/",
        "HTTP://example.org/", "ftp://example.org/", "file:///etc/passwd", "data:application/json,1",
        "gopher://example.org/", "javascript:1", "https://user@example.org/", "https://user:pass@example.org/",
        "https://@example.org/", "https://example.org/#part", "https://example.org/#", "https://example.org:0/",
        "https://example.org:65536/", "https://example.org:port/", "https://example.org:-1/",
        "https://example.org\\@evil.example/", "https://exa mple.org/", "https://example.org/a b",
        "https://example.org/\r\nHost: x", "https://example.org/\x00", "https://exämple.org/",
        "https://example.org/ä", "https://example.org./", "https://.example.org/", "https://a..b/", "https://-a.org/",
        "https://[::1/", "https://[v1.a]/", "https://[example.org]/", "https://%65xample.org/",
        "https://" + "a" * 64 + ".org/", "https://example.org/" + "a" * 2000, "http://127.0.0.1/",
        "http://localhost/", "http://[::1]/",
    ],
    ids=lambda url: ascii(url[:40]),
)  # fmt: skip
def test_an_address_of_another_form_is_refused(url: str) -> None:
    with pytest.raises(FetchRefused):
        target_of(url)


@pytest.mark.parametrize(
    ("url", "authority", "path"),
    [
        ("https://example.org", "example.org", "/"),
        ("https://EXAMPLE.org:443?a=%2F", "example.org", "/?a=%2F"),
        ("https://example.org:8443/keys?x", "example.org:8443", "/keys?x"),
        ("https://[2606:4700::1111]/k", "[2606:4700::1111]", "/k"),
        ("https://xn--exmple-cua.org/", "xn--exmple-cua.org", "/"),
    ],
)
def test_an_address_is_taken_apart(url: str, authority: str, path: str) -> None:
    target = target_of(url)
    assert (target.scheme, target.authority, target.path) == ("https", authority, path)


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["10.0.0.1"],
        ["8.8.8.8", "127.0.0.1"],
        ["2606:4700::1111", "::ffff:10.0.0.1"],
        ["169.254.169.254"],
    ],
    ids=str,
)
def test_a_name_that_leads_to_a_private_address_is_refused(monkeypatch: Any, addresses: list[str]) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", resolver(addresses))
    with pytest.raises(FetchRefused):
        resolve(target_of("https://keys.example.org/"), seconds=5)


def test_a_name_is_resolved_once_and_each_address_kept_once(monkeypatch: Any) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", resolver(["8.8.8.8", "8.8.8.8", "2606:4700::1111"]))
    assert resolve(target_of("https://keys.example.org/"), seconds=5) == ["8.8.8.8", "2606:4700::1111"]


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.0.0.1", "[::1]", "localhost"])
def test_no_spelling_of_a_loopback_address_is_fetched(host: str) -> None:
    with pytest.raises(FetchRefused):
        resolve(target_of(f"https://{host}/"), seconds=5)


def test_a_host_that_the_deployment_names_may_be_private(monkeypatch: Any, settings: Any) -> None:
    settings.FETCH_ALLOWED_HOSTS = ["keys.internal"]
    monkeypatch.setattr(socket, "getaddrinfo", resolver(["10.0.0.1"]))
    assert resolve(target_of("https://keys.internal/"), seconds=5) == ["10.0.0.1"]
    with pytest.raises(FetchRefused):
        resolve(target_of("https://other.internal/"), seconds=5)
    with pytest.raises(FetchRefused):
        target_of("http://keys.internal/")


def test_the_demo_fetches_from_its_own_machine_and_from_no_other_private_one(monkeypatch: Any, settings: Any) -> None:
    settings.DEMO = True
    assert resolve(target_of("http://127.0.0.1:8001/keys"), seconds=5) == ["127.0.0.1"]
    assert target_of("http://localhost:8001/").scheme == "http"
    for url in ("http://example.org/", "http://10.0.0.1/", "http://127.0.0.1.example.org/"):
        with pytest.raises(FetchRefused):
            target_of(url)
    monkeypatch.setattr(socket, "getaddrinfo", resolver(["10.0.0.1"]))
    for url in ("http://localhost/", "https://keys.example.org/"):
        with pytest.raises(FetchRefused):
            resolve(target_of(url), seconds=5)


def test_a_name_that_is_not_found_is_refused_in_the_same_words(monkeypatch: Any) -> None:
    def fail(*arguments: Any, **options: Any) -> list[Any]:
        raise socket.gaierror("no such host")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(FetchRefused, match="could not be fetched"):
        resolve(target_of("https://keys.example.org/"), seconds=5)


def resolver(addresses: list[str]) -> Any:
    """Return a stand-in for the system's resolver, which has these answers."""

    def getaddrinfo(host: str, port: int, **options: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    return getaddrinfo
