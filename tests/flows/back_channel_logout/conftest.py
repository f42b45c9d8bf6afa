"""Clients that want to hear of the end of a sign-in, and the worker that tells them."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from oauth_server.protocol.services.logout_delivery import deliver_due
from tests.flows.back_channel_logout.receiver import Receiver
from tests.flows.oauth import RelyingParty


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    """A client's logout endpoint on this machine, where the demo delivers to."""
    settings.DEMO = True
    made = Receiver()
    yield made
    made.close()


@pytest.fixture
def rp(register: Callable[..., RelyingParty], receiver: Receiver) -> RelyingParty:
    """A client that is told."""
    return register(backchannel_logout_uri=receiver.url, post_logout_redirect_uris="https://app.example.org/signed-out")


@pytest.fixture
def worker() -> Callable[[], int]:
    """Return the function that delivers what is due, as `manage.py worker --batch` does."""
    return deliver_due
