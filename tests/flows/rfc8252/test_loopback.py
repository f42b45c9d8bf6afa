"""Native applications: a loopback redirect URI lets the port vary, and nothing else (RFC 8252 section 7.3)."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.flows.oauth import RelyingParty, allow

pytestmark = pytest.mark.spec("RFC 8252 section 7.3")


def asked(user_agent: Client, register: Callable[..., RelyingParty], registered: str, used: str) -> int:
    """Return the status of a request to `used` by a native client that registered `registered`."""
    client = register(public=True, redirect_uri=registered)
    return int(user_agent.get("/o/authorize/", client.request(redirect_uri=used)).status_code)


@pytest.mark.parametrize(
    ("registered", "used"),
    [
        ("http://127.0.0.1/callback", "http://127.0.0.1:51004/callback"),
        ("http://127.0.0.1:8000/callback", "http://127.0.0.1/callback"),
        ("http://127.0.0.1/callback?x=1", "http://127.0.0.1:9/callback?x=1"),
        ("http://[::1]/callback", "http://[::1]:51004/callback"),
        ("http://127.0.0.1", "http://127.0.0.1:51004"),
    ],
)
def test_any_port_of_the_loopback_address_will_do(
    user_agent: Client, register: Callable[..., RelyingParty], registered: str, used: str
) -> None:
    assert asked(user_agent, register, registered, used) == 302


@pytest.mark.parametrize(
    ("registered", "used"),
    [
        ("http://127.0.0.1/callback", "http://127.0.0.1:51004/elsewhere"),
        ("http://127.0.0.1/callback", "http://127.0.0.1:51004/callback?x=1"),
        ("http://127.0.0.1/callback", "https://127.0.0.1:51004/callback"),
        ("http://127.0.0.1/callback", "http://localhost:51004/callback"),
        ("http://127.0.0.1/callback", "http://[::1]:51004/callback"),
        ("http://127.0.0.1/callback", "http://127.0.0.1.evil.example.org/callback"),
        ("http://127.0.0.1/callback", "http://127.0.0.1:80@evil.example.org/callback"),
        ("http://127.0.0.1/callback", "http://127.0.0.1:/callback"),
        ("http://127.0.0.1/callback", "http://127.0.0.1:0/callback"),
        ("http://127.0.0.1/callback", "http://127.0.0.1:65536/callback"),
        ("http://127.0.0.1/callback", "http://127.0.0.1:٣/callback"),
        ("http://localhost/callback", "http://localhost:51004/callback"),
        ("https://app.example.org/callback", "https://app.example.org:444/callback"),
    ],
)
def test_nothing_else_may_vary(
    user_agent: Client, register: Callable[..., RelyingParty], registered: str, used: str
) -> None:
    assert asked(user_agent, register, registered, used) == 400


def test_the_code_goes_to_the_port_that_asked(user_agent: Client, register: Callable[..., RelyingParty]) -> None:
    client = register(public=True, redirect_uri="http://127.0.0.1/callback")
    client.redirect_uri = "http://127.0.0.1:51004/callback"
    answer = allow(user_agent, user_agent.get("/o/authorize/", client.request()))
    assert client.exchange(user_agent, answer["code"], redirect_uri="http://127.0.0.1/callback").status_code == 400
    answer = allow(user_agent, user_agent.get("/o/authorize/", client.request()))
    assert client.exchange(user_agent, answer["code"]).status_code == 200
