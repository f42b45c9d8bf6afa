"""Wrong secrets are counted by client; they close nothing to whoever has the right one (OWASP ASVS 5.0 6.3.1)."""

import pytest
from django.test import Client

from accounts.models import AuditEvent
from accounts.services.guessing import LIMIT
from tests.flows.oauth import RelyingParty, basic, post_form

ENDPOINTS = ("/o/token/", "/o/revoke_token/", "/o/introspect/")


def ask(party: RelyingParty, secret: str, path: str = "/o/token/", **headers: str) -> int:
    form = {"grant_type": "client_credentials", "token": "unknown"}
    sent = {"authorization": basic(party.client_id, secret), **headers}
    return int(post_form(Client(), path, form, headers=sent).status_code)


def fail(party: RelyingParty) -> None:
    for number in range(LIMIT):
        assert ask(party, "wrong", ENDPOINTS[number % 3], **{"x-forwarded-for": f"10.0.0.{number}"}) == 401


@pytest.mark.parametrize("path", ENDPOINTS)
def test_one_count_for_every_endpoint_and_address(web: RelyingParty, path: str) -> None:
    fail(web)
    assert ask(web, "wrong", path, **{"x-forwarded-for": "192.0.2.9"}) == 429


@pytest.mark.parametrize("path", ENDPOINTS)
def test_nobody_closes_a_client_s_door_by_guessing(web: RelyingParty, path: str) -> None:
    fail(web)
    assert ask(web, web.secret, path) not in {401, 429}


def test_the_trail_has_each_failure_and_the_first_refusal_alone(web: RelyingParty) -> None:
    fail(web)
    for _ in range(3):
        assert ask(web, "wrong") == 429
    of_client = AuditEvent.objects.filter(client=web.client_id)
    assert of_client.filter(event="client_refused").count() == LIMIT
    assert of_client.filter(event="guesses_spent").count() == 1
