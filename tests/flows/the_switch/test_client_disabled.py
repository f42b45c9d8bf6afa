"""An administrator disables a client: what it held is dead, also after it is enabled again (The one switch)."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from oauth_server.protocol.models import RefreshToken
from oauth_server.protocol.services.clients import Registration, amend_client, register_client
from oauth_server.protocol.services.consent import is_assured
from oauth_server.vocabulary import GrantType
from tests.flows.conftest import PASSWORD, sign_in
from tests.flows.oauth import CALLBACK, RelyingParty, allow
from tests.flows.the_switch.administration import edit


@pytest.fixture
def root(db: None) -> Client:
    """The browser of a superuser."""
    User.objects.create_superuser("root", "root@example.org", PASSWORD)
    return sign_in(Client(), "root")


def test_enabling_it_again_brings_nothing_back(user_agent: Client, web: RelyingParty, root: Client) -> None:
    tokens = web.tokens(user_agent, scope="openid account:read offline_access")
    code = allow(user_agent, user_agent.get("/o/authorize/", web.request()))["code"]
    web.refresh(user_agent, tokens["refresh_token"])
    edit(root, web, enabled="")
    assert web.refresh(user_agent, tokens["refresh_token"]).status_code == 401
    edit(root, web, enabled="on")
    assert web.refresh(user_agent, tokens["refresh_token"]).status_code == 400
    assert web.exchange(user_agent, code).status_code == 400
    headers = {"authorization": f"Bearer {tokens['access_token']}"}
    assert Client().get("/api/whoami/", headers=headers).status_code == 401
    assert not RefreshToken.objects.exclude(sealed_successor=None).exists()


@pytest.mark.parametrize("form", ["jwt", "opaque"])
def test_what_a_machine_held_stays_dead_and_what_it_gets_later_is_good(
    register: Callable[..., RelyingParty], root: Client, form: str
) -> None:
    machine = register(authorization_grant_type="client-credentials", redirect_uri="", token_format=form)
    held = machine_token(machine)
    assert at_the_api(held) == 200
    edit(root, machine, enabled="")
    assert at_the_api(held) == 401
    edit(root, machine, enabled="on")
    assert at_the_api(held) == 401
    assert at_the_api(machine_token(machine)) == 200


def machine_token(machine: RelyingParty) -> str:
    answer = machine.token(Client(), grant_type="client_credentials", scope="reports:read")
    return str(answer.json()["access_token"])


def at_the_api(token: str) -> int:
    return Client().get("/api/v1/reports/", headers={"authorization": f"Bearer {token}"}).status_code


def test_a_client_that_becomes_public_is_assured_no_more(db: None) -> None:
    code = (GrantType.AUTHORIZATION_CODE,)
    application, _ = register_client(Registration("An application", grant_types=code, redirect_uris=(CALLBACK,)))
    assert is_assured(application)
    amend_client(
        Registration("An application", public=True, grant_types=code, redirect_uris=(CALLBACK,)),
        client_id=application.client_id,
    )
    application.refresh_from_db()
    assert not is_assured(application)
