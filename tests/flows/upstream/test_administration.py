"""Providers in the administration: a secret goes in and never comes out; issuer and identifier stay what they are."""

import pytest
from django.core.serializers import serialize
from django.test import Client

from accounts.models import UpstreamProvider, User
from accounts.roles import Role
from accounts.services.roles import grant_role
from accounts.services.upstream import application_of
from tests.flows.conftest import PASSWORD, sign_in

ADD = "/admin/accounts/upstreamprovider/add/"
SECRET = "the-secret-of-the-provider-0123456789"
GIVEN = {
    "name": "Example",
    "provider_id": "example",
    "issuer": "https://id.example.net",
    "client_id": "us",
    "token_auth_method": "client_secret_basic",
    "secret": SECRET,
    "enabled": "on",
}


@pytest.fixture
def admin(db: None) -> Client:
    """An administrator's browser."""
    user = User.objects.create_user("adam", "adam@example.org", PASSWORD)
    grant_role(user=user, role=Role.ADMIN)
    return sign_in(Client(), "adam")


def test_an_administrator_configures_one_and_its_secret_stays_inside(admin: Client) -> None:
    assert admin.post(ADD, GIVEN).status_code == 302
    row = UpstreamProvider.objects.get()
    assert SECRET not in serialize("json", [row])
    assert application_of(row).secret == SECRET
    change = f"/admin/accounts/upstreamprovider/{row.pk}/change/"
    page = admin.get(change).content.decode()
    assert SECRET not in page
    assert row.sealed_secret not in page
    moved = GIVEN | {"secret": "", "issuer": "https://evil.example", "provider_id": "evil", "name": "Renamed"}
    assert admin.post(change, moved).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.issuer, row.provider_id) == ("Renamed", GIVEN["issuer"], GIVEN["provider_id"])
    assert application_of(row).secret == SECRET


@pytest.mark.parametrize(
    "issuer",
    [
        "http://id.example.net",
        "https://",
        "ftp://id.example.net",
        "javascript:alert(1)",
        "https://a@id.example.net",
        "https://id.example.net?x=1",
        "https://id.example.net/.well-known/openid-configuration",
        "https://[",
    ],
)
def test_what_is_no_issuer_is_refused(admin: Client, issuer: str) -> None:
    assert admin.post(ADD, GIVEN | {"issuer": issuer}).status_code == 200
    assert not UpstreamProvider.objects.exists()


def test_without_the_role_nobody_sees_them(alice: User, user_agent: Client) -> None:
    assert user_agent.get(ADD).status_code in (302, 403)


@pytest.mark.parametrize("model", ["socialapp", "socialtoken"])
def test_the_tables_of_the_library_are_not_there(admin: Client, model: str) -> None:
    assert admin.get(f"/admin/socialaccount/{model}/").status_code == 404
