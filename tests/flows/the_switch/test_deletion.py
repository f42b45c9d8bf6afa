"""A superuser deletes a person or a client in the administration: what either was given is dead (The one switch)."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import User
from tests.flows.conftest import PASSWORD, sign_in
from tests.flows.oauth import RelyingParty

CONFIRMED = {"post": "yes"}


@pytest.fixture
def root(db: None) -> Client:
    """The browser of a superuser."""
    User.objects.create_superuser("root", "root@example.org", PASSWORD)
    return sign_in(Client(), "root")


def whoami(access_token: str) -> int:
    """Return the status of the API for a bearer."""
    return int(Client().get("/api/whoami/", headers={"authorization": f"Bearer {access_token}"}).status_code)


@pytest.mark.parametrize("what", ["accounts/user", "oauth_server/application"])
def test_nothing_of_it_is_good_any_more(
    user_agent: Client, web: RelyingParty, alice: User, root: Client, what: str
) -> None:
    tokens = web.tokens(user_agent, scope="openid account:read offline_access")
    key = alice.pk if what == "accounts/user" else web.application.pk
    assert whoami(tokens["access_token"]) == 200
    assert root.post(f"/admin/{what}/{key}/delete/", CONFIRMED).status_code == 302
    assert whoami(tokens["access_token"]) == 401
    assert web.refresh(Client(), tokens["refresh_token"]).status_code in {400, 401}
    assert user_agent.get("/api/whoami/").status_code == (401 if what == "accounts/user" else 200)


def test_staff_who_may_delete_people_delete_no_superuser_and_nobody_who_has_signed_in(
    user_agent: Client, alice: User, bob_user_agent: Client, root: Client
) -> None:
    bob = User.objects.get(username="bob")
    bob.user_permissions.add(*Permission.objects.filter(codename__in=["view_user", "delete_user"]))
    User.objects.filter(pk=bob.pk).update(is_staff=True)
    for user in User.objects.exclude(pk=bob.pk):
        assert bob_user_agent.post(f"/admin/accounts/user/{user.pk}/delete/", CONFIRMED).status_code == 403
    assert User.objects.count() == 3
