"""Resource servers that pass calls on, and the tokens that they were sent."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from oauth_server.protocol.models import ProtectedResource
from tests.flows.oauth import ISSUER, RelyingParty
from tests.flows.rfc8693.exchange import EXCHANGE, REPORTS


@pytest.fixture
def reports(db: None) -> ProtectedResource:
    """A resource that an administrator added."""
    return ProtectedResource.objects.create(identifier=REPORTS, scopes="account:read todo:read reports:read")


@pytest.fixture
def server(register: Callable[..., RelyingParty]) -> Callable[..., RelyingParty]:
    """Return a function that registers a resource server: `server(f"{ISSUER}/api")` serves our own API."""

    def register_server(*resources: str, **fields: Any) -> RelyingParty:
        return register(
            **{
                "name": "A resource server",
                "authorization_grant_type": "client-credentials",
                "grant_types": f"client_credentials {EXCHANGE}",
                "redirect_uri": "",
                "scopes": "account:read todo:read todo:write reports:read",
                "introspects": " ".join(resources),
                **fields,
            }
        )

    return register_server


@pytest.fixture
def api(server: Callable[..., RelyingParty]) -> RelyingParty:
    """The resource server of our own API."""
    return server(f"{ISSUER}/api")


@pytest.fixture
def tools(server: Callable[..., RelyingParty]) -> RelyingParty:
    """The resource server of the tools' endpoint."""
    return server(f"{ISSUER}/mcp", name="A server of tools")


@pytest.fixture
def token(user_agent: Client, web: RelyingParty) -> str:
    """Alice's access token for the API, with three scopes of it."""
    return str(web.tokens(user_agent, scope="openid email account:read todo:read todo:write")["access_token"])
