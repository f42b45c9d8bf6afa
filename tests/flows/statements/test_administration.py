"""No list of the administration costs more with more rows: whatever they name is read along."""

from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from oauth_server.protocol.models import (
    AuthorizationRequest,
    ClientOrigin,
    DeviceGrant,
    IDToken,
    InitialAccessToken,
    LogoutDelivery,
)
from resources.models import Announcement, Employee, Refusal, Todo
from tests.flows.statements.test_pages import MOST

MODELS: Final = [model for model in admin.site._registry if model._meta.app_label != "django_tasks_database"]
ROWS: Final = 30


@pytest.fixture
def root(db: None) -> Client:
    """The browser of a superuser."""
    browser = Client()
    browser.force_login(User.objects.create_superuser("root", "root@example.org", "x"))
    return browser


@pytest.fixture
def crowded(full: Client, alice: User, web: Any) -> None:
    """Beside a full account, rows of what flows leave behind."""
    later = timezone.now() + timedelta(days=1)
    client: Any = {"application": web.application, "expires": later}
    roles = Group.objects.all()[:2]
    for number in range(ROWS):
        name = f"{number:064}"
        AuthorizationRequest.objects.create(**client, digest=name, parameters={})
        DeviceGrant.objects.create(
            **client, user=alice, device_code=name, user_code=name[-9:], client_id=web.client_id, interval=5
        )
        IDToken.objects.create(**client, user=alice, jti=uuid4())
        LogoutDelivery.objects.create(**client, subject="x", next_attempt=later)
        ClientOrigin.objects.create(application=web.application, origin=f"https://{number}.example")
        InitialAccessToken.objects.create(label="x", digest=name, expires=later, made_by=alice)
        Announcement.objects.create(title="x", author=alice)
        Todo.objects.create(title="x", user=alice)
        User.objects.create_user(f"person{number}").groups.set(roles)
        Employee.objects.create(name="x", user=User.objects.get(username=f"person{number}"))
        chain = [["role", "failed", ""]]
        Refusal.objects.create(user=alice, caller="x", kind="session", method="GET", path="/", status=403, chain=chain)


def test_a_list_of_any_model_costs_few_statements(
    crowded: None, root: Client, django_assert_max_num_queries: Any
) -> None:
    for model in MODELS:
        path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        with django_assert_max_num_queries(MOST, info=path):
            assert root.get(path).status_code == 200


def test_a_row_of_any_model_costs_few_statements(
    crowded: None, root: Client, django_assert_max_num_queries: Any
) -> None:
    for model in MODELS:
        row = model._base_manager.first()
        if row is not None:
            path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.pk])
            with django_assert_max_num_queries(MOST, info=path):
                assert root.get(path).status_code == 200
