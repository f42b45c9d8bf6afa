"""The home page says who somebody is, and what their roles add."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from oauth_server.testing.principals import Principals
from oauth_server.vocabulary import CredentialKind


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


ADDED = {
    Role.ADMIN: {
        "/api/admin-content/": "GET",
        "/api/v1/announcements/": "POST",
        "/api/v1/announcements/{id}/": "PUT, PATCH, DELETE",
        "/api/v1/users/": "GET",
        "/api/v1/users/{id}/": "GET, PATCH, DELETE",
    },
    Role.MANAGER: {
        "/api/manager-content/": "GET",
        "/api/v1/announcements/": "POST",
        "/api/v1/announcements/{id}/": "PUT, PATCH, DELETE",
        "/api/v1/reports/": "GET, POST",
        "/api/v1/reports/{id}/": "GET, PUT, PATCH, DELETE",
    },
    Role.HR: {
        "/api/hr-content/": "GET",
        "/api/v1/employees/": "POST",
        "/api/v1/employees/{id}/": "PUT, PATCH, DELETE",
    },
}


def opened(page: str) -> dict[str, str]:
    """Return the addresses that the page names, each with its methods."""
    return dict(re.findall(r"<code>(/api/[^<]*)</code>\s*</dt>\s*<dd>\s*([^<]*?)\s*</dd>", page))


@pytest.mark.parametrize("role", Role)
def test_a_role_is_shown_with_what_it_adds(as_principal: Principals, role: Role) -> None:
    page = as_principal(role, via=CredentialKind.SESSION).get("/").content.decode()
    assert f"The role {role} adds" in page
    assert opened(page) == ADDED[role]


def test_who_has_no_role_is_shown_no_address_and_the_way_to_all(as_principal: Principals) -> None:
    page = as_principal(via=CredentialKind.SESSION).get("/").content.decode()
    assert "no role" in page
    assert not opened(page)
    assert 'href="/docs/"' in page
    assert 'href="/admin/"' not in page


def test_a_superuser_is_named_as_one(as_principal: Principals) -> None:
    page = as_principal(superuser=True, via=CredentialKind.SESSION).get("/").content.decode()
    assert ">superuser</span>" in page
    assert "no role" not in page
