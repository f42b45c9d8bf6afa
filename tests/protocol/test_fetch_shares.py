"""Who may fetch how much at once."""

import pytest

from oauth_server.protocol.fetch_shares import OF_DEVELOPERS, OF_STRANGERS, share_of
from oauth_server.protocol.fetching import AT_ONCE, TooBusy
from oauth_server.protocol.models import Application

STRANGER = Application(registration_source="cimd")


def test_one_asker_holds_one_share_of_strangers_and_leaves_the_rest() -> None:
    assert OF_STRANGERS > 1
    with share_of(STRANGER, asker="192.0.2.1"):
        with pytest.raises(TooBusy), share_of(STRANGER, asker="192.0.2.1"):
            pass
        with share_of(STRANGER, asker="192.0.2.2"):
            pass


def test_a_share_comes_back_after_a_failure() -> None:
    for _ in range(OF_STRANGERS + 1):
        with pytest.raises(ValueError, match="no document"), share_of(STRANGER, asker="192.0.2.1"):
            raise ValueError("no document")


def test_who_is_refused_for_want_of_a_share_may_ask_again() -> None:
    first, second = share_of(STRANGER, asker="192.0.2.1"), share_of(STRANGER, asker="192.0.2.2")
    with first, second, pytest.raises(TooBusy), share_of(STRANGER, asker="192.0.2.3"):
        pass
    with share_of(STRANGER, asker="192.0.2.3"):
        pass


def test_strangers_take_nothing_from_the_clients_of_developers_and_these_nothing_from_others() -> None:
    own = Application(user_id=7)
    with share_of(STRANGER, asker="192.0.2.1"), share_of(STRANGER, asker="192.0.2.2"), share_of(own):
        with pytest.raises(TooBusy), share_of(Application(user_id=8)):
            pass
        with share_of(Application()):
            pass
    assert OF_STRANGERS + OF_DEVELOPERS < AT_ONCE


def test_whoever_was_registered_here_waits_for_no_stranger() -> None:
    with share_of(STRANGER, asker="192.0.2.1"), share_of(STRANGER), share_of(Application(), asker="192.0.2.1"):
        pass
