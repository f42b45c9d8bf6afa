"""Every model is in the administration, or stands here with the reason; what is dangerous to read is in no page."""

from collections.abc import Mapping
from typing import Any, Final

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.test import Client
from django.urls import reverse

from accounts.models import User

NOT_THERE: Final[Mapping[str, str]] = {
    "auth.Permission": "code declares them; roles and people show theirs",
    "contenttypes.ContentType": "Django's own list of models",
    "sessions.Session": "sealed; the sign-ins are accounts.Session",
    "socialaccount.SocialApp": "providers are accounts.UpstreamProvider, whose secrets are sealed",
    "socialaccount.SocialToken": "what a provider gives for calls of its own is not kept: no rows",
    "account.EmailConfirmation": "addresses are verified by code: no rows",
}
SECRETIVE: Final = ("secret", "digest", "checksum", "sealed", "selector", "code", "password", "private", "content")
HARMLESS: Final = frozenset(
    {
        "oauth_server.Application.secret_expires",  # a date
        "oauth_server.ClientLogo.content_type",
        "oauth_server.Grant.code_challenge_method",
        "admin.LogEntry.content_type",
        "accounts.AuditSeal.digest",  # to be compared with one that was written down elsewhere
        "accounts.UpstreamProvider.secret",  # to be written, never shown
    }
)
MODELS: Final = [model for model in apps.get_models() if admin.site.is_registered(model)]


def test_every_model_is_there_or_has_a_reason() -> None:
    missing = {model._meta.label for model in apps.get_models() if not admin.site.is_registered(model)}
    assert missing == set(NOT_THERE)


@pytest.fixture
def root(client: Client, db: None) -> Client:
    """The browser of a superuser."""
    client.force_login(User.objects.create_superuser("root", "root@example.org", "x"))
    return client


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_its_list_opens(root: Client, model: Any) -> None:
    assert root.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_no_secret_or_digest_is_a_field_of_its_page(rf: Any, db: None, model: Any) -> None:
    request = rf.get("/admin/")
    request.user = User.objects.create_superuser("root", "root@example.org", "x")
    shown = flatten_fieldsets(admin.site.get_model_admin(model).get_fieldsets(request, model()))
    told = {f"{model._meta.label}.{name}" for name in shown for word in SECRETIVE if word in name} - HARMLESS
    assert not told
