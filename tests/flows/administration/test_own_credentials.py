"""What an administrator holds themselves changes on their own pages alone, which ask to prove it (ASVS 5.0 7.5.1)."""

from typing import Final

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.models import User
from tests.flows.conftest import PASSWORD, sign_in

NEW: Final = "another long password"
FACTORS: Final = "/admin/mfa/authenticator/"


@pytest.fixture
def superuser(alice: User) -> Client:
    """The browser of alice, whom nothing stops."""
    User.objects.filter(pk=alice.pk).update(is_staff=True, is_superuser=True)
    return sign_in(Client(), "alice")


@pytest.mark.parametrize("path", ["/admin/password_change/", "/admin/password_change/done/"])
def test_the_administration_has_no_password_page_of_its_own(alice: User, superuser: Client, path: str) -> None:
    form = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    for answer in (superuser.get(path), superuser.post(path, form)):
        assert (answer.status_code, answer["Location"]) == (302, "/accounts/password/change/")
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)


@pytest.mark.parametrize("written", ["{}", "0{}", "+{}", "%20{}", "{}%20", "_2B{}"])
def test_nobody_sets_their_own_password_without_the_old_one(alice: User, superuser: Client, written: str) -> None:
    path = f"/admin/accounts/user/{written.format(alice.pk)}/password/"
    form = {"password1": NEW, "password2": NEW, "usable_password": "true"}
    for answer in (superuser.get(path), superuser.post(path, form)):
        assert (answer.status_code, answer["Location"]) == (302, "/accounts/password/change/")
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)


def test_nobody_takes_their_own_second_factor(alice: User, superuser: Client) -> None:
    mine = Authenticator.objects.create(user=alice, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert superuser.post(f"{FACTORS}{mine.pk}/delete/", {"post": "yes"}).status_code == 403
    superuser.post(FACTORS, {"action": "delete_selected", "_selected_action": [mine.pk], "post": "yes"})
    assert Authenticator.objects.filter(pk=mine.pk).exists()
