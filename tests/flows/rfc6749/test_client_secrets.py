"""A client changes its secret without an outage: two count for a while, and each ends (RFC 6749 section 2.3.1)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from oauth_server.protocol.models import Application
from oauth_server.protocol.services.client_secrets import NoSecret, end_older_secret, rotate_secret
from tests.client_keys import ClientKey
from tests.flows.oauth import RelyingParty, basic, post_form

pytestmark = [pytest.mark.django_db, pytest.mark.spec("RFC 6749 section 2.3.1")]
DAY = timedelta(days=1)


def taken(party: RelyingParty, secret: str) -> bool:
    """Return whether this secret proves the client."""
    form = {"grant_type": "authorization_code", "code": "unknown"}
    header = {"authorization": basic(party.client_id, secret)}
    return bool(post_form(Client(), "/o/token/", form, headers=header).json()["error"] == "invalid_grant")


def test_a_new_secret_ends_the_one_before_unless_an_overlap_is_asked_for(web: RelyingParty) -> None:
    newest = rotate_secret(client_id=web.client_id)
    assert taken(web, newest)
    assert not taken(web, web.secret)


def test_during_the_overlap_both_count_and_after_it_the_new_one_alone(web: RelyingParty) -> None:
    newest = rotate_secret(client_id=web.client_id, overlap=DAY)
    assert taken(web, newest)
    assert taken(web, web.secret)
    with time_machine.travel(timezone.now() + DAY, tick=False):
        assert taken(web, newest)
        assert not taken(web, web.secret)


def test_no_more_than_two_secrets_count(web: RelyingParty) -> None:
    second = rotate_secret(client_id=web.client_id, overlap=DAY)
    third = rotate_secret(client_id=web.client_id, overlap=DAY)
    assert [taken(web, secret) for secret in (web.secret, second, third)] == [False, True, True]


def test_the_older_secret_can_be_ended_at_once(web: RelyingParty) -> None:
    newest = rotate_secret(client_id=web.client_id, overlap=DAY)
    assert end_older_secret(client_id=web.client_id)
    assert taken(web, newest)
    assert not taken(web, web.secret)
    assert not end_older_secret(client_id=web.client_id)


def test_a_secret_is_refused_from_its_end_on(web: RelyingParty) -> None:
    end = timezone.now() + DAY
    newest = rotate_secret(client_id=web.client_id, expires=end)
    assert taken(web, newest)
    with time_machine.travel(end, tick=False):
        assert not taken(web, newest)


def test_an_overlap_does_not_lengthen_the_life_of_a_secret(web: RelyingParty) -> None:
    end = timezone.now() + DAY
    first = rotate_secret(client_id=web.client_id, expires=end)
    second = rotate_secret(client_id=web.client_id, overlap=7 * DAY)
    assert taken(web, first)
    with time_machine.travel(end, tick=False):
        assert not taken(web, first)
        third = rotate_secret(client_id=web.client_id)
        assert (taken(web, second), taken(web, third)) == (False, True)


def test_an_expired_secret_is_not_brought_back_by_a_rotation(web: RelyingParty) -> None:
    first = rotate_secret(client_id=web.client_id, expires=timezone.now() + DAY)
    with time_machine.travel(timezone.now() + 2 * DAY, tick=False):
        rotate_secret(client_id=web.client_id, overlap=DAY)
        assert not taken(web, first)


def test_secrets_are_kept_as_digests(web: RelyingParty) -> None:
    newest = rotate_secret(client_id=web.client_id, overlap=DAY)
    row = Application.objects.get(client_id=web.client_id)
    for stored in (row.client_secret, row.older_secret):
        assert stored.startswith("client_secret_sha256$")
        assert web.secret not in stored
        assert newest not in stored


def test_two_secrets_cost_one_statement_still(web: RelyingParty, django_assert_num_queries: Any) -> None:
    rotate_secret(client_id=web.client_id, overlap=DAY)
    form = {"grant_type": "unknown"}
    header = {"authorization": basic(web.client_id, web.secret)}
    with django_assert_num_queries(1 + 2):  # two more keep the refusal
        assert post_form(Client(), "/o/token/", form, headers=header).json()["error"] == "unsupported_grant_type"


@pytest.mark.parametrize("overlap", [-DAY, 91 * DAY], ids=str)
def test_an_overlap_that_makes_no_sense_changes_nothing(web: RelyingParty, overlap: timedelta) -> None:
    with pytest.raises(ValueError, match="ends"):
        rotate_secret(client_id=web.client_id, overlap=overlap)
    with pytest.raises(ValueError, match="ends"):
        rotate_secret(client_id=web.client_id, expires=timezone.now() - DAY)
    assert taken(web, web.secret)


def test_a_client_without_a_secret_gets_none(spa: RelyingParty, register: Callable[..., RelyingParty]) -> None:
    for party in (spa, register(key=ClientKey())):
        with pytest.raises(NoSecret):
            rotate_secret(client_id=party.client_id)
        assert not end_older_secret(client_id=party.client_id)
