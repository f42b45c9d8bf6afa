"""A change of password, as far as third parties feel it (contract: The one switch)."""

import pytest
from django.test import Client

from tests.flows.conftest import PASSWORD
from tests.flows.oauth import RelyingParty, allow

ONLINE, OFFLINE = "openid account:read", "openid account:read offline_access"
NEW = "another horse, another battery"


def whoami(access_token: str) -> int:
    """Return the status of the API for a bearer."""
    return int(Client().get("/api/whoami/", headers={"authorization": f"Bearer {access_token}"}).status_code)


def test_on_the_page_it_ends_every_grant_and_code_and_spares_this_browser(
    user_agent: Client, web: RelyingParty
) -> None:
    tokens = [web.tokens(user_agent, scope=scope) for scope in (ONLINE, OFFLINE)]
    code = allow(user_agent, user_agent.get("/o/authorize/", web.request()))["code"]
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert user_agent.post("/accounts/password/change/", form).status_code == 302
    assert [whoami(token["access_token"]) for token in tokens] == [401, 401]
    assert [web.refresh(Client(), token["refresh_token"]).status_code for token in tokens] == [400, 400]
    assert web.exchange(Client(), code).status_code == 400
    assert user_agent.get("/api/whoami/").status_code == 200


@pytest.mark.parametrize(("scope", "status"), [(ONLINE, 401), (OFFLINE, 200)])
def test_keeping_connected_applications_keeps_offline_grants_alone(
    user_agent: Client, web: RelyingParty, scope: str, status: int
) -> None:
    tokens = web.tokens(user_agent, scope=scope)
    code = allow(user_agent, user_agent.get("/o/authorize/", web.request(scope=scope)))["code"]
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW, "keep_connected": "on"}
    assert user_agent.post("/accounts/password/change/", form).status_code == 302
    assert whoami(tokens["access_token"]) == status
    assert web.exchange(Client(), code).status_code == 400
    assert user_agent.get("/api/whoami/").status_code == 200
