"""Device grants in their rows: one pace for all workers, and what a poll costs."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from oauth_server.protocol.models import Application, DeviceGrant, Grant
from oauth_server.protocol.services.purge import RETENTION, purge
from oauth_server.protocol.tokens import user_code
from tests.flows.oauth import RelyingParty
from tests.flows.rfc8628.device import begin, decide
from tests.statements import audited

Run = Callable[[Callable[[], Any]], list[str]]


@pytest.fixture
def device_client(register: Callable[..., RelyingParty]) -> RelyingParty:
    """A public client with device code and refresh."""
    return register(public=True, authorization_grant_type=Application.GRANT_DEVICE_CODE, redirect_uri="")


def test_of_two_polls_that_find_the_same_row_one_is_in_time(device_client: RelyingParty) -> None:
    begin(device_client)
    row = DeviceGrant.objects.get()
    found = DeviceGrant.objects.polled(device_code=row.device_code, application=device_client.application.pk)
    assert found is not None
    now = timezone.now()
    assert [DeviceGrant.objects.keep_pace(found, now=now) for _ in range(3)] == [True, False, False]
    assert DeviceGrant.objects.get().interval == 15


def test_a_poll_costs_three_statements_and_a_redemption_four(
    device_client: RelyingParty, user_agent: Client, statements: Run
) -> None:
    device = begin(device_client, scope="openid offline_access")
    pending = audited(statements(device.poll), 0)
    assert [sql.split(None, 1)[0].lower() for sql in pending] == ["select", "select", "update"]
    decide(user_agent, device)
    given = audited(statements(device.poll), 1)
    assert [sql.split(None, 1)[0].lower() for sql in given] == ["select", "select", "update", "insert"]


def test_a_device_grant_goes_a_day_after_its_end_and_its_family_lives(
    device_client: RelyingParty, user_agent: Client
) -> None:
    device, denied, waiting = (begin(device_client, scope="openid offline_access") for _ in range(3))
    decide(user_agent, device)
    decide(user_agent, denied, "deny")
    refresh_token = device.poll().json()["refresh_token"]
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        purge()
    assert DeviceGrant.objects.count() == 3
    assert waiting.error() == "authorization_pending"
    with time_machine.travel(timezone.now() + RETENTION + timedelta(hours=1), tick=False):
        assert purge()["device_grants"] == 3
        assert Grant.objects.count() == 1
        assert device_client.refresh(Client(), refresh_token).status_code == 200


def test_what_was_allowed_and_never_fetched_goes_as_well(device_client: RelyingParty, user_agent: Client) -> None:
    decide(user_agent, begin(device_client, scope="openid"))
    with time_machine.travel(timezone.now() + RETENTION + timedelta(hours=1), tick=False):
        assert (purge()["device_grants"], Grant.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("BCDF-GHJK", "BCDFGHJK"),
        ("bcdfghjk", "BCDFGHJK"),
        (" bcdf  ghjk\t", "BCDFGHJK"),
        ("b-c_d.f\u2013g\u2014h\u2010j k", "BCDFGHJK"),
        ("BCDFGHJ", None),
        ("BCDFGHJKL", None),
        ("ACDFGHJK", None),
        ("BCDF1HJK", None),
        ("", None),
        ("\x00BCDFGHJK", None),
        ("B" * 1000, None),
    ],
)
def test_case_dashes_and_spaces_of_a_typed_code_do_not_matter(typed: str, code: str | None) -> None:
    assert user_code.read(typed) == code


def test_a_user_code_is_kept_under_the_server_s_secret(settings: Any) -> None:
    kept = user_code.keyed_digest("BCDFGHJK")
    settings.SECRET_KEY = "another secret"
    assert user_code.keyed_digest("BCDFGHJK") != kept
