"""The home page says who somebody is."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.models import User


@pytest.mark.parametrize(
    ("verified", "badge"), [("alice@example.org", "Verified"), ("other@example.org", "Unverified")]
)
def test_an_address_counts_as_verified_by_itself_alone(
    user_agent: Client, alice: User, verified: str, badge: str
) -> None:
    EmailAddress.objects.filter(user=alice).delete()
    EmailAddress.objects.create(user=alice, email=verified, verified=True)
    shown = user_agent.get("/").content.decode()
    assert f">{badge}</span>" in shown
    assert alice.email in shown
