"""A scope is parted by the space alone (RFC 6749 section 3.3), wherever one is taken from the wire."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.test import Client

from oauth_server.protocol.models import Application
from tests.flows.oauth import ISSUER, RelyingParty, answer_of
from tests.flows.registration import GOOD
from tests.flows.registration import refused as not_registered

pytestmark = pytest.mark.spec("RFC 6749 section 3.3")
EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
OTHER = pytest.mark.parametrize(
    "space",
    ["\t", "\n", "\r\n", "\x0b", "\x1f", "\x85", "\u00a0", "\u2003", "\u3000"],
    ids=["tab", "line", "lines", "vertical", "unit", "next", "no-break", "em", "ideographic"],
)
Register = Callable[..., RelyingParty]


def _refused(response: Any) -> tuple[int, str]:
    return response.status_code, response.json()["error"]


@OTHER
def test_the_authorization_endpoint_takes_no_other(user_agent: Client, web: RelyingParty, space: str) -> None:
    answer = answer_of(user_agent.get("/o/authorize/", web.request(scope=f"openid{space}account:read")))
    assert answer["error"] == "invalid_scope"
    assert re.fullmatch(r"[\x20-\x21\x23-\x5b\x5d-\x7e]+", answer["error_description"])


@OTHER
def test_the_endpoint_for_pushed_requests_takes_no_other(web: RelyingParty, space: str) -> None:
    assert _refused(web.push(Client(), scope=f"openid{space}account:read")) == (400, "invalid_scope")


@OTHER
def test_a_machine_sends_no_other(register: Register, space: str) -> None:
    machine = register(authorization_grant_type="client-credentials", redirect_uri="", scopes="reports:read todo:read")
    sent = {"grant_type": "client_credentials", "scope": f"reports:read{space}todo:read"}
    assert _refused(machine.token(Client(), **sent)) == (400, "invalid_scope")


@OTHER
def test_a_refresh_sends_no_other(user_agent: Client, web: RelyingParty, space: str) -> None:
    token = web.tokens(user_agent, scope="openid account:read todo:read")["refresh_token"]
    assert _refused(web.refresh(Client(), token, scope=f"todo:read{space}account:read")) == (400, "invalid_scope")
    assert web.refresh(Client(), token, scope="todo:read account:read").status_code == 200


@OTHER
def test_a_device_sends_no_other(register: Register, space: str) -> None:
    device = register(public=True, authorization_grant_type=Application.GRANT_DEVICE_CODE, redirect_uri="")
    answer = device.post(Client(), "/o/device-authorization/", scope=f"openid{space}account:read")
    assert _refused(answer) == (400, "invalid_scope")


@OTHER
def test_an_exchange_sends_no_other(user_agent: Client, web: RelyingParty, register: Register, space: str) -> None:
    server = register(
        authorization_grant_type="client-credentials",
        grant_types=f"client_credentials {EXCHANGE}",
        redirect_uri="",
        introspects=f"{ISSUER}/api",
    )
    sent = {
        "grant_type": EXCHANGE,
        "subject_token": web.tokens(user_agent, scope="openid account:read todo:read")["access_token"],
        "subject_token_type": "urn:ietf:params:oauth:token-type:access_token",
        "resource": f"{ISSUER}/mcp",
        "scope": f"account:read{space}todo:read",
    }
    assert _refused(server.token(Client(), **sent)) == (400, "invalid_scope")


@OTHER
@pytest.mark.spec("RFC 7591 section 2")
def test_a_registration_sends_no_other(db: None, settings: Any, space: str) -> None:
    settings.REGISTRATION = "open"
    status, error, description = not_registered({**GOOD, "scope": f"openid{space}account:read"})
    assert (status, error, description.partition(":")[0]) == (400, "invalid_client_metadata", "scope")


@OTHER
def test_openid_behind_other_white_space_is_no_openid_request(
    user_agent: Client, register: Register, space: str
) -> None:
    """Only a request by OpenID Connect may leave PKCE to its nonce, where a client is exempt."""
    exempt = register(pkce_exempt=True)
    request = exempt.request(scope=f"account:read{space}openid", code_challenge=None, code_challenge_method=None)
    assert answer_of(user_agent.get("/o/authorize/", request))["error"] == "invalid_request"


def test_more_than_one_space_parts_as_one_does(user_agent: Client, web: RelyingParty) -> None:
    response = user_agent.get("/o/authorize/", web.request(scope="  openid   account:read "))
    assert set(parse_qs(response["Location"].partition("?")[2])) == {"request_uri"}
