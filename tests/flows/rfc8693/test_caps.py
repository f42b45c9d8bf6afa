"""Caps along a chain of exchanges: whoever had a part in a token is capped in it (RFC 8693 section 2.1)."""

from collections.abc import Callable

import pytest
from django.test import Client

from oauth_server.protocol.models import Application
from tests.flows.oauth import ISSUER, RelyingParty
from tests.flows.rfc8693.exchange import API, MCP, at_the_api, exchange, exchanged, machine_token, refused, standing

pytestmark = pytest.mark.spec("RFC 8693 section 2.1")
Server = Callable[..., RelyingParty]


def cap(party: RelyingParty, scopes: str) -> None:
    Application.objects.filter(pk=party.application.pk).update(cap_scopes=scopes)


@pytest.mark.parametrize("form", ["jwt", "opaque"])
@pytest.mark.parametrize("who", ["web", "api", "tools"])
def test_the_cap_of_each_client_of_the_chain_counts_on_the_next_request(
    token: str, web: RelyingParty, server: Server, who: str, form: str
) -> None:
    api, tools = server(f"{ISSUER}/api"), server(f"{ISSUER}/mcp", name="Tools", token_format=form)
    passed = exchanged(api, token, resource=MCP)["access_token"]
    last = exchanged(tools, passed, resource=API)["access_token"]
    assert at_the_api(last, "/api/v1/todo/") == 200
    cap({"web": web, "api": api, "tools": tools}[who], "account:read")
    assert at_the_api(last, "/api/v1/todo/") == 403
    assert at_the_api(last) == 200
    assert standing(api, last)["scope"] == "account:read"


def test_the_cap_of_a_machine_counts_in_what_came_of_its_token(api: RelyingParty, server: Server) -> None:
    machine = server(name="A machine", scopes="reports:read todo:read")
    last = exchanged(api, machine_token(machine, scope="reports:read"), resource=API)["access_token"]
    assert at_the_api(last, "/api/v1/reports/") == 200
    cap(machine, "todo:read")
    assert at_the_api(last, "/api/v1/reports/") == 403


def test_an_exchange_gives_what_the_cap_leaves(token: str, web: RelyingParty, api: RelyingParty) -> None:
    cap(api, "account:read")
    assert exchanged(api, token)["scope"] == "account:read"
    assert refused(exchange(api, token, scope="todo:read", user_agent=Client())) == (400, "invalid_scope")
