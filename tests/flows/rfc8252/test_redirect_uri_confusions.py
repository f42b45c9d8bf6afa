"""Redirect URIs that other servers took for the registered one (RFC 9700 section 4.1)."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.flows.oauth import RelyingParty, post_form

pytestmark = pytest.mark.spec("RFC 9700 section 4.1.3")
REGISTERED = "https://app.example.org/a/callback?kind=x"


@pytest.mark.parametrize(
    "used",
    [
        "https://app.example.org/a/callback",
        "https://app.example.org/a/callback?kind=x&y=1",
        "https://app.example.org/a/callback?kind=y",
        "https://app.example.org/a/callback?KIND=x",
        "https://app.example.org/a/callback%3Fkind=x",
        "https://app.example.org/a/callback?kind=x#",
        "https://app.example.org/a/callback?kind=x#fragment",
        "https://app.example.org/a/b/../callback?kind=x",
        "https://app.example.org/a/%2e%2e/a/callback?kind=x",
        "https://app.example.org/a/./callback?kind=x",
        "https://app.example.org//a/callback?kind=x",
        "https://app.example.org/a/callback/?kind=x",
        "https://app.example.org/A/callback?kind=x",
        "https://app.example.org/%61/callback?kind=x",
        "https://app.example.org/a;x/callback?kind=x",
        "https://app.example.org:443/a/callback?kind=x",
        "https://app.example.org./a/callback?kind=x",
        "https://APP.example.org/a/callback?kind=x",
        "HTTPS://app.example.org/a/callback?kind=x",
        "http://app.example.org/a/callback?kind=x",
        "https://appXexample.org/a/callback?kind=x",
        "https://evil.example.org/a/callback?kind=x",
        "https://app.example.org.evil.example.org/a/callback?kind=x",
        "https://app.example.org@evil.example.org/a/callback?kind=x",
        "https://evil.example.org\\@app.example.org/a/callback?kind=x",
        "https://evil.example.org#@app.example.org/a/callback?kind=x",
        "https://app.example.org\\.evil.example.org/a/callback?kind=x",
        "https://*.example.org/a/callback?kind=x",
        "https://\uff41pp.example.org/a/callback?kind=x",
        "https://app.example.org/a/callback?kind=x ",
        " https://app.example.org/a/callback?kind=x",
        "\thttps://app.example.org/a/callback?kind=x",
        "https://app.example.org/a/callback?kind=x\r\nLocation: https://evil.example.org",
        "https://app.example.org/a/callback?kind=x https://evil.example.org/",
        "//app.example.org/a/callback?kind=x",
    ],
)
def test_nothing_but_the_registered_address_will_do(
    user_agent: Client, register: Callable[..., RelyingParty], used: str
) -> None:
    client = register(redirect_uri=REGISTERED)
    response = user_agent.get("/o/authorize/", client.request(redirect_uri=used))
    assert (response.status_code, "Location" in response) == (400, False)
    pushed = client.push(Client(), redirect_uri=used)
    assert (pushed.status_code, pushed.json()["error"]) == (400, "invalid_request")
    posted = post_form(Client(), "/o/authorize/", client.request(redirect_uri=used))
    assert user_agent.get(posted["Location"]).status_code == 400


def test_its_own_query_is_kept(user_agent: Client, register: Callable[..., RelyingParty]) -> None:
    client = register(redirect_uri=REGISTERED)
    response = user_agent.get("/o/authorize/", client.request(prompt="none"))
    assert response["Location"].startswith(f"{REGISTERED}&error=consent_required&")
