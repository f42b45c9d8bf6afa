"""Somebody who has 1,000 tokens, 50 applications connected, 50 of their own, and much of everything else."""

import secrets
from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from accounts.audit.record import AuditEventName, record
from accounts.models import ApiKey, Session, User
from oauth_server.protocol.models import (
    AccessToken,
    Application,
    ClientLogo,
    Consent,
    DeveloperPolicy,
    Grant,
    RefreshToken,
)
from tests.flows.acting.acting import signed_in
from tests.flows.conftest import PASSWORD
from tests.flows.guarded_api.callers import drf_key_of

APPLICATIONS: Final = 50
TOKENS: Final = 1000
SESSIONS: Final = 30
KEYS: Final = 20


@pytest.fixture
def full(alice: User, user_agent: Client) -> Client:
    """The browser of somebody with 1,000 grants, their tokens, 50 applications, 30 sign-ins of each kind, 20 keys."""
    now, later = timezone.now(), timezone.now() + timedelta(days=1)
    who, waits = DeveloperPolicy.Who.EVERYBODY, DeveloperPolicy.Waits.NONE
    DeveloperPolicy.objects.create(pk=1, who=who, waits=waits, at_most=2 * APPLICATIONS)
    EmailAddress.objects.create(user=alice, email=alice.email, primary=True, verified=True)
    clients = [_application(number, alice) for number in range(APPLICATIONS)]
    ClientLogo.objects.bulk_create(ClientLogo(application=client, content=b"x", digest="d" * 64) for client in clients)
    Consent.objects.bulk_create(Consent(user=alice, application=one, scope="openid todo:read") for one in clients)
    common = {"user": alice, "expires": later, "audience": "http://localhost:8000/api", "offline": True}
    grants = Grant.objects.bulk_create(
        Grant(
            **common,
            application=clients[number % APPLICATIONS],
            code=secrets.token_hex(32),
            consumed_at=now,
            scope="openid todo:read offline_access" if number % 3 else "openid profile",
            redirect_uri="" if number % 10 == 0 else "https://app.example.org/",
        )
        for number in range(TOKENS)
    )
    owned: Any = {"user": alice, "expires": later, "created": now, "updated": now}
    RefreshToken.objects.bulk_create(
        RefreshToken(
            **owned,
            application_id=grant.application_id,
            grant=grant,
            token_checksum=secrets.token_hex(32),
            selector=secrets.token_hex(32),
            token_family=uuid4(),
        )
        for grant in grants
    )
    AccessToken.objects.bulk_create(
        AccessToken(**owned, application_id=grant.application_id, grant=grant, token_checksum=secrets.token_hex(32))
        for grant in grants
    )
    Session.objects.bulk_create(
        Session(user=alice, session_key=f"{number:064}" if number % 2 else None, expires=later)
        for number in range(2 * SESSIONS)
    )
    ApiKey.objects.bulk_create(
        ApiKey(user=alice, name=f"Key {number}", digest=f"{number:064}", scopes=["todo:read"], expires=later)
        for number in range(KEYS)
    )
    drf_key_of("alice")
    for name in AuditEventName:
        record(name, person=alice, client=clients[-1].client_id)
    user_agent.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return user_agent


def _application(number: int, owner: User) -> Application:
    made: Application = Application.objects.create(
        name=f"Application {number}",
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        redirect_uris="https://app.example.org/",
        scopes="openid profile todo:read offline_access",
        preset="web",
        user=owner,
    )
    return made


@pytest.fixture
def adams(adam: User) -> Client:
    """The browser in which an administrator has just signed in by two factors."""
    return signed_in(adam, acr="2", ago=timedelta())
