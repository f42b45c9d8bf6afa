"""A change of password that meets another change of the account half way makes nothing (the row is read again)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import RequestFactory

from accounts.models import User
from accounts.services import password_change
from accounts.services.passwords import WrongPassword
from tests.accounts.conftest import PASSWORD


def disable(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def reset(user: User) -> None:
    user.set_password("set by somebody else meanwhile")
    user.save()


@pytest.mark.parametrize("event", [disable, reset, lambda user: user.delete()], ids=["disabled", "reset", "deleted"])
def test_what_happened_meanwhile_wins(
    alice: User, event: Callable[[User], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(*args: Any) -> None:
        event(User.objects.get(pk=alice.pk))

    monkeypatch.setattr(password_change, "validate_password", meanwhile)
    with pytest.raises(WrongPassword):
        password_change.change_password(
            request=RequestFactory().post("/"),
            user=alice,
            old_password=PASSWORD,
            new_password="another long password",
            keep_session_id=None,
            keep_connected=False,
        )
    assert not any(user.check_password("another long password") for user in User.objects.all())
    assert not mail.outbox
