"""Alice, who holds everything that can act as a person, and those around her."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from accounts.services.roles import grant_role
from oauth_server.protocol.models import Application
from oauth_server.vocabulary import GrantType
from tests.flows.conftest import PASSWORD
from tests.flows.oauth import RelyingParty
from tests.flows.rfc8693.exchange import API, EXCHANGE, MCP
from tests.flows.the_switch.holdings import Holdings


@pytest.fixture
def held(
    alice: User,
    web: RelyingParty,
    spa: RelyingParty,
    register: Callable[..., RelyingParty],
    monkeypatch: pytest.MonkeyPatch,
) -> Holdings:
    """Everything that Alice, a manager, holds. Adam is an administrator."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda function, **_: function())  # no test's own commits
    EmailAddress.objects.create(user=alice, email=alice.email, primary=True, verified=True)
    grant_role(user=alice, role=Role.MANAGER)
    grant_role(user=User.objects.create_user("adam", "adam@example.org", PASSWORD), role=Role.ADMIN)
    machine = register(
        name="A machine",
        authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS,
        grant_types=GrantType.CLIENT_CREDENTIALS,
        redirect_uris="",
        scopes="reports:read",
    )
    server = register(
        name="A resource server",
        authorization_grant_type="client-credentials",
        grant_types=f"client_credentials {EXCHANGE}",
        redirect_uri="",
        scopes="account:read",
        introspects=f"{API} {MCP}",
    )
    web.application.grant_types += f" {GrantType.DEVICE_CODE}"
    web.application.save()
    holdings = Holdings(alice, Client(), Client(), web, spa, machine, server)
    holdings.collect()
    return holdings
