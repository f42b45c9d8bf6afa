"""No page of the console costs more than 15 statements, with 50 applications and 1,000 tokens."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from oauth_server.protocol.models import AccessToken, Application, ClientLogo
from tests.flows.developer.seen import page
from tests.flows.oauth import RelyingParty

MOST = 15


@pytest.fixture
def busy(own: RelyingParty, alice: User) -> RelyingParty:
    """An application of alice among 50, each with a picture, and with 1,000 tokens of hers."""
    others = [Application(user=alice, name=f"Application {number}", client_id=f"c{number}") for number in range(49)]
    Application.objects.bulk_create(others)
    logos = [ClientLogo(application=one, digest=f"{one.pk:064}") for one in Application.objects.all()]
    ClientLogo.objects.bulk_create(logos)
    end = timezone.now() + timedelta(minutes=5)
    tokens = [
        AccessToken(
            user=alice, application=own.application, token=f"t{number}", token_checksum=f"{number:064}", expires=end
        )
        for number in range(1000)
    ]
    AccessToken.objects.bulk_create(tokens)
    return own


@pytest.mark.parametrize("tab", ["", "credentials/", "branding/", "scopes/", "danger/"])
def test_a_tab_costs_few_statements(developer: Client, busy: RelyingParty, tab: str) -> None:
    assert statements_of(developer, page(busy, tab)) <= MOST


@pytest.mark.parametrize("path", ["/developer/", "/developer/?page=3", "/developer/new/", "/developer/new/web/"])
def test_a_page_of_all_costs_few_statements(developer: Client, busy: RelyingParty, path: str) -> None:
    assert statements_of(developer, path) <= MOST


def statements_of(developer: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert developer.get(path).status_code in (200, 403)
    return len(captured)


def test_the_list_comes_page_by_page(developer: Client, busy: RelyingParty) -> None:
    assert [len(developer.get(f"/developer/?page={page}").context["rows"]) for page in (1, 2, 3)] == [20, 20, 10]
