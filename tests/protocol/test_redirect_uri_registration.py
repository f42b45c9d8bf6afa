"""Which redirect URIs a client may register (RFC 9700 section 2.1)."""

import pytest
from django.core.exceptions import ValidationError

from oauth_server.protocol.models import Application


def registered(redirect_uri: str) -> Application:
    return Application(
        name="A web application",
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        algorithm=Application.RS256_ALGORITHM,
        redirect_uris=redirect_uri,
    )


@pytest.mark.parametrize(
    "redirect_uri",
    [
        "http://app.example.org/callback",
        "https://*.example.org/callback",
        "https://app.example.org/callback#fragment",
        "javascript:alert(1)",
        "data:text/html,x",
        "/callback",
    ],
)
def test_a_wildcard_or_an_address_without_tls_cannot_be_registered(redirect_uri: str) -> None:
    with pytest.raises(ValidationError):
        registered(redirect_uri).clean()


@pytest.mark.parametrize("redirect_uri", ["https://app.example.org/callback", "http://127.0.0.1/callback"])
def test_https_and_the_loopback_address_can(redirect_uri: str) -> None:
    registered(redirect_uri).clean()
