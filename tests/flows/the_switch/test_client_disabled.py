"""An administrator disables a client: what it held is dead, also after it is enabled again (The one switch)."""

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
