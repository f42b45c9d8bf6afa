"""An administrator's browser."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from tests.flows.acting.acting import signed_in

Enter = Callable[..., Client]


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
