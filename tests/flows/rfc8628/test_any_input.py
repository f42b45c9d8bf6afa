"""Anything a device or a browser can send: never a server error, never a decision that nobody made."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oauth_server.protocol.models import DeviceGrant, Grant
from tests.flows.oauth import RelyingParty, post_form
from tests.flows.rfc8628.device import DEVICE_CODE, PAGE, begin

ODD = [
    "",
    "\x00",
    "%zz",
    "\ud7ff",
    "BCDF-GHJK",
    "bcdfghjk",
    "none",
    "-1",
    "[::",
    "https://[",
    "\u017f" * 8,
    "a b c",
    "9" * 40,
]
VALUES = st.one_of(st.text(max_size=60), st.sampled_from(ODD), st.sampled_from(["openid", "admin:read", DEVICE_CODE]))
LISTS = st.lists(VALUES, min_size=1, max_size=2)
NAMES = ["client_id", "client_secret", "scope", "resource", "device_code", "grant_type", "audience", "user_code"]
FORMS = st.dictionaries(st.sampled_from(NAMES), LISTS, max_size=5)
ANY_INPUT = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
AGENTS = st.text(st.characters(codec="latin-1"), max_size=400)


@pytest.mark.spec("RFC 8628 section 3.1")
@ANY_INPUT
@given(form=FORMS, agent=AGENTS)
def test_the_device_authorization_endpoint_withstands_anything(
    television: RelyingParty, form: dict[str, list[str]], agent: str
) -> None:
    DeviceGrant.objects.all().delete()
    sent: dict[str, Any] = {"client_id": television.client_id, **form}
    response = post_form(Client(), "/o/device-authorization/", sent, HTTP_USER_AGENT=agent)
    assert response.status_code in (200, 400, 401, 429)
    assert DeviceGrant.objects.count() == (1 if response.status_code == 200 else 0)


@pytest.mark.spec("RFC 8628 section 3.1")
@ANY_INPUT
@given(body=st.binary(max_size=200), path=st.sampled_from(["/o/device-authorization/", "/o/token/", PAGE]))
def test_a_body_that_is_no_form_is_refused(user_agent: Client, body: bytes, path: str) -> None:
    response = user_agent.post(path, body, content_type="application/x-www-form-urlencoded")
    assert response.status_code in ((200, 303, 400, 429) if path == PAGE else (400, 401, 415))


@pytest.mark.spec("RFC 8628 section 3.4")
@ANY_INPUT
@given(form=FORMS)
def test_polling_withstands_anything(television: RelyingParty, form: dict[str, list[str]]) -> None:
    begin_once(television)
    sent = {"client_id": television.client_id, "grant_type": DEVICE_CODE, **form}
    assert post_form(Client(), "/o/token/", sent).status_code in (400, 401, 429)
    assert not Grant.objects.exists()


@pytest.mark.spec("RFC 8628 section 3.3")
@pytest.mark.parametrize("method", ["get", "post"])
@ANY_INPUT
@given(form=st.dictionaries(st.sampled_from(["user_code", "shown", "decision", "scope", "next"]), LISTS, max_size=4))
def test_the_page_withstands_anything(
    television: RelyingParty, user_agent: Client, method: str, form: dict[str, list[str]]
) -> None:
    begin_once(television)
    response = getattr(user_agent, method)(PAGE, form)
    assert response.status_code in (200, 303, 400, 429)
    assert response.get("Location", "/device").startswith("/device")
    assert not Grant.objects.exists()


def begin_once(party: RelyingParty) -> None:
    """Let a device wait."""
    if not DeviceGrant.objects.exists():
        begin(party)
