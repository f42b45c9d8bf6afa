"""An administrator's browser."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from accounts.services.roles import grant_role
from tests.flows.acting.acting import signed_in
from tests.flows.conftest import PASSWORD

Enter = Callable[..., Client]


@pytest.fixture
def adam(db: None) -> User:
    """An administrator."""
    user = User.objects.create_user("adam", "adam@example.org", PASSWORD)
    grant_role(user=user, role=Role.ADMIN)
    user.refresh_from_db()
    return user


@pytest.fixture
def enter(adam: User) -> Enter:
    """Return a function that signs adam in by two factors, so long ago."""

    def browser(*, acr: str = "2", ago: timedelta = timedelta()) -> Client:
        return signed_in(adam, acr=acr, ago=ago)

    return browser


@pytest.fixture
def adams(enter: Enter) -> Client:
    """The browser in which adam has just signed in by two factors."""
    return enter()
