"""The admin shows clients, grants and tokens, and no secret and no digest of one."""

import re
from typing import Any
from unittest.mock import Mock

import pytest
from django.contrib import admin
from django.contrib.admin.sites import AdminSite
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import Client, RequestFactory

from accounts.models import User
from oauth_server.protocol.client_admin import ApplicationAdmin
from oauth_server.protocol.models import AccessToken, Application, Consent, Grant, RefreshToken
from tests.flows.oauth import RelyingParty

DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
READ_ONLY = [Grant, AccessToken, RefreshToken, Consent]


@pytest.fixture
def request_of_admin(db: None) -> Any:
    """A request of a superuser, which keeps messages."""
    request: Any = RequestFactory().post("/admin/")
    request.user = User.objects.create_superuser("root", "root@example.org", "correct horse battery staple")
    request.session = {}
    request._messages = FallbackStorage(request)
    return request


def shown(page: Any) -> str:
    return str(page.render().content.decode())


@pytest.mark.parametrize("model", READ_ONLY)
def test_tokens_grants_and_consents_are_read_only_and_show_no_digest(
    opaque: RelyingParty,
    user_agent: Client,
    request_of_admin: Any,
    model: Any,
) -> None:
    answer = opaque.tokens(user_agent, scope="openid account:read")
    opaque.refresh(user_agent, answer["refresh_token"])
    page = type(admin.site.get_model_admin(model))(model, AdminSite())
    row = model.objects.first()
    assert not page.has_add_permission(request_of_admin)
    assert not page.has_change_permission(request_of_admin, row)
    assert not page.has_delete_permission(request_of_admin, row)
    request_of_admin.method = "GET"
    text = shown(page.change_view(request_of_admin, str(row.pk))) + shown(page.changelist_view(request_of_admin))
    assert not DIGEST.search(text)
    assert answer["access_token"] not in text


def test_a_client_is_edited_without_a_sight_of_its_secret(web: RelyingParty, request_of_admin: Any) -> None:
    request_of_admin.method = "GET"
    text = shown(ApplicationAdmin(Application, AdminSite()).change_view(request_of_admin, str(web.application.pk)))
    assert web.client_id in text
    assert "client_secret_sha256" not in text
    assert 'name="client_secret"' not in text


def test_a_new_clients_secret_is_shown_once(request_of_admin: Any) -> None:
    page = ApplicationAdmin(Application, AdminSite())
    client = Application(name="New", client_type="confidential", authorization_grant_type="client-credentials")
    secret = client.client_secret
    form = Mock(changed_data=[])
    page.save_model(request_of_admin, client, form, change=False)
    assert secret in shown(page.response_add(request_of_admin, client))
    assert not get_messages(request_of_admin), "a message stays in a cookie"
    assert secret not in Application.objects.get().client_secret
    changed = page.response_change(request_of_admin, client)
    assert (changed.status_code, secret in str(list(get_messages(request_of_admin)))) == (302, False)
