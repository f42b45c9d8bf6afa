"""Whose request it is, behind proxies and without them."""

from ipaddress import ip_network
from typing import Any

import pytest
from django.test import RequestFactory

from accounts.client_address import client_address


def address(remote: str, forwarded: str | None = None) -> str:
    headers = {} if forwarded is None else {"x-forwarded-for": forwarded}
    return client_address(RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote))


def test_without_proxies_the_connection_decides() -> None:
    assert address("203.0.113.9", "198.51.100.1") == "203.0.113.9"


@pytest.mark.parametrize(
    ("forwarded", "expected"),
    [
        ("198.51.100.1", "198.51.100.1"),
        ("192.0.2.66, 198.51.100.1", "198.51.100.1"),
        ("192.0.2.66, 198.51.100.1, 10.1.2.3", "198.51.100.1"),
        ("198.51.100.1, nonsense", "10.0.0.1"),
        ("10.9.9.9", "10.9.9.9"),
        (None, "10.0.0.1"),
    ],
)
def test_the_client_is_the_first_address_from_the_right_outside_the_proxies(
    settings: Any, forwarded: str | None, expected: str
) -> None:
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/8")]
    assert address("10.0.0.1", forwarded) == expected


def test_a_connection_without_an_address_has_none() -> None:
    assert address("") == ""
