"""Signed by default; by reference where the client or the resource asks (RFC 9068 section 1, RFC 6749 section 1.4)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from oauth_server.protocol.models import ProtectedResource
from tests.flows.oauth import RelyingParty
from tests.flows.rfc9068.conftest import token_of, userinfo

OTHER = "https://other.example.org/"


def is_jwt(token: str) -> bool:
    return token.count(".") == 2


@pytest.mark.spec("RFC 6749 section 1.4")
def test_a_client_that_asks_gets_opaque_tokens(register: Callable[..., RelyingParty], user_agent: Client) -> None:
    answer = register(token_format="opaque").tokens(user_agent)
    assert (len(answer["access_token"]), answer["expires_in"]) == (43, 600)
    assert userinfo(answer["access_token"]).status_code == 200


@pytest.mark.spec("RFC 6749 section 1.4")
def test_a_resource_that_asks_gets_opaque_tokens_from_every_client(
    web: RelyingParty, register: Callable[..., RelyingParty], user_agent: Client
) -> None:
    ProtectedResource.objects.create(identifier=OTHER, scopes="reports:read", token_format="opaque")
    machine = register(authorization_grant_type="client-credentials", redirect_uri="")
    answer = web.tokens(user_agent, scope="openid reports:read", resource=OTHER)
    assert not is_jwt(answer["access_token"])
    assert not is_jwt(web.refresh(Client(), answer["refresh_token"]).json()["access_token"])
    assert not is_jwt(token_of(machine, resource=OTHER))
    assert is_jwt(token_of(machine))


@pytest.mark.spec("RFC 9068 section 4")
@pytest.mark.parametrize("by", ["client", "resource"])
def test_a_lower_lifetime_counts_and_a_higher_one_does_not(
    register: Callable[..., RelyingParty], user_agent: Client, by: str
) -> None:
    for lifetime, expected in ((timedelta(seconds=90), 90), (timedelta(hours=1), 300)):
        identifier = f"{OTHER}{expected}"
        ProtectedResource.objects.create(
            identifier=identifier, scopes="reports:read", access_token_lifetime=lifetime if by == "resource" else None
        )
        party = register(access_token_lifetime=lifetime if by == "client" else None)
        answer = party.tokens(user_agent, scope="openid reports:read", resource=identifier)
        assert answer["expires_in"] == expected


@pytest.mark.spec("RFC 9068 section 4")
def test_it_ends_when_it_says(web: RelyingParty, user_agent: Client) -> None:
    token, now = web.tokens(user_agent)["access_token"], timezone.now()
    with time_machine.travel(now + timedelta(seconds=298), tick=False):
        assert userinfo(token).status_code == 200
    with time_machine.travel(now + timedelta(seconds=301), tick=False):
        assert userinfo(token).status_code == 401
