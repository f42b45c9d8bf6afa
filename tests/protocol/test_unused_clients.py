"""Clients that came by themselves and that nobody used go, and no others (contract: Registration)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from oauth_server.protocol.models import Application, Consent, Grant
from oauth_server.protocol.services.unused_clients import delete_unused
from tests.console.conftest import run
from tests.flows.oauth import RelyingParty
from tests.flows.registration import initial_access_token, registered

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def open_to_all(settings: Any, db: None) -> None:
    """Registration by whoever comes."""
    settings.REGISTRATION = "open"


def party_of(client: dict[str, Any]) -> RelyingParty:
    return RelyingParty(Application.objects.get(client_id=client["client_id"]), client["client_secret"])


def test_only_a_client_of_open_registration_that_nobody_used_goes_after_a_day(
    register: Callable[..., RelyingParty], user_agent: Client
) -> None:
    registered()
    used, by_token, own = registered(), registered(token=initial_access_token()), register()
    party_of(used).tokens(user_agent)
    now = timezone.now()
    assert delete_unused(now=now + DAY - timedelta(minutes=1)) == 0
    assert delete_unused(now=now + DAY) == 1
    left = {used["client_id"], by_token["client_id"], own.client_id}
    assert set(Application.objects.values_list("client_id", flat=True)) == left


def test_a_client_that_was_used_once_stays_though_nothing_is_left_of_it(user_agent: Client) -> None:
    client = registered()
    party_of(client).tokens(user_agent)
    later = timezone.now() + DAY
    delete_unused(now=later)
    Consent.objects.all().delete()
    Grant.objects.all().delete()
    assert delete_unused(now=later + 300 * DAY) == 0
    assert Application.objects.get().unused_until is None


def test_a_document_that_nobody_uses_and_that_is_long_over_goes(register: Callable[..., RelyingParty]) -> None:
    now = timezone.now()
    for number, age in enumerate((DAY * 2, DAY / 2)):
        row = register(client_id=f"https://{number}.example.org/client.json").application
        Application.objects.filter(pk=row.pk).update(registration_source="cimd", cimd_expires_at=now - age)
    assert delete_unused(now=now) == 1
    assert Application.objects.get().client_id.startswith("https://1.")


def test_purge_lets_them_go(user_agent: Client) -> None:
    registered()
    with time_machine.travel(timezone.now() + 2 * DAY):
        assert run("purge")["unused_clients"] == 1
