"""Clients of the device flow."""

from collections.abc import Callable
from typing import Any

import pytest

from oauth_server.protocol.models import Application
from tests.flows.oauth import RelyingParty

SCOPES = "openid profile email offline_access account:read todo:read todo:write admin:read"
Register = Callable[..., RelyingParty]


def _of_devices(register: Register, **fields: Any) -> RelyingParty:
    values = {"authorization_grant_type": Application.GRANT_DEVICE_CODE, "redirect_uri": "", "scopes": SCOPES, **fields}
    return register(**values)


@pytest.fixture
def television(register: Register) -> RelyingParty:
    """A public client with device code and refresh."""
    return _of_devices(register, public=True, name="Television")


@pytest.fixture
def kiosk(register: Register) -> RelyingParty:
    """A confidential client with device code and refresh."""
    return _of_devices(register, name="Kiosk")
