"""A page costs at most 15 statements, however much can act as the person."""

import secrets
from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.audit.record import AuditEventName, record
from accounts.models import ApiKey, Session, User
from oauth_server.protocol.models import AccessToken, Application, ClientLogo, Consent, Grant, RefreshToken
from tests.flows.access.buttons import ACCESS
from tests.flows.guarded_api.callers import drf_key_of

APPLICATIONS: Final = 50
TOKENS: Final = 1000
SESSIONS: Final = 30
KEYS: Final = 20
MOST: Final = 15


@pytest.fixture
def full(alice: User, user_agent: Client) -> Client:
    """The browser of somebody with 1,000 grants, their tokens, 50 applications, 30 sign-ins of each kind, 20 keys."""
    now, later = timezone.now(), timezone.now() + timedelta(days=1)
    clients = [_application(number) for number in range(APPLICATIONS)]
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
        record(name, person=alice, client=clients[0].client_id)
    return user_agent


def _application(number: int) -> Application:
    made: Application = Application.objects.create(
        name=f"Application {number}",
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        redirect_uris="https://app.example.org/",
    )
    return made


@pytest.mark.parametrize(
    "path",
    [
        "/",
        ACCESS,
        *(f"{ACCESS}{kind}/" for kind in ("applications", "browsers", "devices", "mobiles", "keys")),
        f"{ACCESS}applications/?page=2",
        f"{ACCESS}not-me/",
        "/account/activity/",
        "/account/activity/?kind=applications",
        "/account/keys/new/",
    ],
)
def test_a_full_account_costs_few_statements(full: Client, path: str, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(MOST):
        page = full.get(path)
    assert page.status_code == 200


def test_the_page_stays_short_and_leads_to_the_rest(full: Client) -> None:
    page = full.get(ACCESS).content.decode()
    assert page.count('name="what" value="application"') == 5
    assert page.count('name="what" value="grant"') == 5 * 5 + 5
    for number in (APPLICATIONS, SESSIONS + 1, SESSIONS, KEYS):
        assert f"Show all {number}" in page
    assert "18 sign-ins of this application" in page or "20 sign-ins of this application" in page
    assert page.count(f"/logos/{'d' * 64}") == 10
