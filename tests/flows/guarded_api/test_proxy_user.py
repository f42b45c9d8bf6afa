"""A name that a proxy would vouch for counts for nothing, whatever header it travels in."""

import pytest
from django.test import Client

from accounts.models import User

NAMES = (
    "remote-user",
    "remote_user",
    "x-remote-user",
    "x_remote_user",
    "x-forwarded-user",
    "x_forwarded_user",
    "x-forwarded-preferred-username",
    "x-forwarded-email",
    "x-auth-request-user",
    "x-auth-request-email",
    "x-authenticated-user",
    "x-user",
    "x-webauth-user",
    "x-ms-client-principal-name",
    "x-goog-authenticated-user-email",
    "cf-access-authenticated-user-email",
    "ssl-client-s-dn-cn",
)


@pytest.mark.parametrize("value", ["alice", "alice@example.org"])
@pytest.mark.parametrize("name", NAMES)
def test_a_proxys_user_is_nobody(alice: User, client: Client, name: str, value: str) -> None:
    assert client.get("/api/whoami/", headers={name: value}).status_code == 401
    assert client.get("/", headers={name: value}).context["user"].is_anonymous


def test_the_variable_of_the_web_server_is_not_read_either(alice: User, client: Client) -> None:
    assert client.get("/api/whoami/", REMOTE_USER="alice").status_code == 401
    assert client.get("/", REMOTE_USER="alice").context["user"].is_anonymous
