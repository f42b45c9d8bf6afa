"""What token exchange costs in statements, and that its rows are read as its claims are."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from accounts.services.roles import grant_role
from oauth_server.protocol.models import AccessToken
from oauth_server.protocol.models.chain import Chain
from tests.flows.acting.acting import SCOPE, Administrator, signed_in
from tests.flows.oauth import RelyingParty
from tests.flows.rfc8693.exchange import ACCESS_TOKEN, API, EXCHANGE, exchanged, machine_token
from tests.protocol.test_statements import Run, verbs
from tests.statements import audited

SERVER: dict[str, Any] = {
    "authorization_grant_type": "client-credentials",
    "grant_types": f"client_credentials {EXCHANGE}",
    "redirect_uri": "",
    "scopes": "account:read reports:read",
    "introspects": API,
}


@pytest.mark.parametrize(("form", "cost"), [("jwt", ["select", "select"]), ("opaque", ["select", "select", "insert"])])
def test_an_exchange_costs_the_client_and_the_token(
    register: Callable[..., RelyingParty],
    user_agent: Client,
    web: RelyingParty,
    statements: Run,
    form: str,
    cost: list[str],
) -> None:
    api, token = register(**SERVER, token_format=form), web.tokens(user_agent)["access_token"]
    run = statements(lambda: exchanged(api, token))
    assert verbs(audited(run, 1)) == cost


def test_an_actor_token_costs_one_more(
    register: Callable[..., RelyingParty], user_agent: Client, web: RelyingParty, statements: Run
) -> None:
    api, token = register(**SERVER), web.tokens(user_agent)["access_token"]
    actor = {"actor_token": machine_token(api), "actor_token_type": ACCESS_TOKEN}
    run = statements(lambda: exchanged(api, token, **actor))
    assert verbs(audited(run, 1)) == ["select", "select", "select"]


def test_acting_writes_one_grant_and_its_line(
    register: Callable[..., RelyingParty], alice: User, statements: Run
) -> None:
    adam = User.objects.create_user("adam")
    grant_role(user=adam, role=Role.ADMIN)
    desk = register(grant_types=f"authorization_code {EXCHANGE}", scopes=SCOPE)
    user_agent = signed_in(adam)
    who = Administrator(adam, desk, user_agent, desk.tokens(user_agent, scope=SCOPE)["access_token"])
    run = audited(statements(lambda: who.act_for(alice)), 1)
    assert [verb for verb in verbs(run) if verb.lstrip("(") != "select"] == ["insert", "update"]


def test_a_kept_token_keeps_its_chain(
    register: Callable[..., RelyingParty], user_agent: Client, web: RelyingParty
) -> None:
    api = register(**SERVER, token_format="opaque", access_token_lifetime=timedelta(minutes=1))
    exchanged(api, web.tokens(user_agent)["access_token"])
    kept = AccessToken.objects.get(application=api.application)
    chain = Chain.read(kept.chain)
    assert chain is not None
    assert chain == Chain({web.client_id: 0, api.client_id: 0})
    assert Chain.read(chain.as_json()) == chain
    assert Chain.read(None) is None


@pytest.mark.parametrize("value", [{}, {"clients": 1}, {"clients": {"a": 0}, "tokens": ["x"]}, [], "x"])
def test_a_chain_of_another_form_is_none_of_ours(value: Any) -> None:
    with pytest.raises((AttributeError, KeyError, TypeError, ValueError)):
        Chain.read(value)
