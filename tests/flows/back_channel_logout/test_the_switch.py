"""Whatever ends a sign-in tells its clients: every event of the one switch, by whomever it is thrown."""

from collections.abc import Callable, Mapping
from typing import Final

import pytest

from oauth_server.protocol.models import Application
from tests.flows.answers import opened_jwt
from tests.flows.back_channel_logout.receiver import Receiver
from tests.flows.oauth import claims_of
from tests.flows.the_switch.events import EVENTS
from tests.flows.the_switch.holdings import Holdings
from tests.flows.the_switch.people import held

__all__ = ["held"]
OWN: Final = {"own"}
OTHER: Final = {"other"}
BOTH: Final = OWN | OTHER
NONE: Final[set[str]] = set()
TOLD: Final[Mapping[str, set[str]]] = {
    "nothing": NONE,
    "account_disabled": BOTH,
    "account_disabled_and_enabled_again": BOTH,
    "account_disabled_on_the_page": BOTH,
    "account_deleted": BOTH,
    "account_deleted_on_the_page": BOTH,
    "it_was_not_me": BOTH,
    "credentials_revoked": BOTH,
    "password_changed": OTHER,
    "password_changed_keeping_connected": OTHER,
    "password_changed_on_the_page": OTHER,
    "password_reset": BOTH,
    "password_set_by_an_administrator": BOTH,
    "second_factor_changed": OTHER,
    "second_factor_changed_keeping_connected": OTHER,
    "client_disabled": NONE,
    "client_enabled_again": NONE,
    "client_deleted": NONE,
    "client_revoked": NONE,
    "consent_withdrawn": NONE,
    "grant_revoked": NONE,
    "token_revoked_by_its_client": NONE,
    "session_ended": OTHER,
    "session_expired": NONE,
    "signed_out": OWN,
    "signed_out_at_the_api": OWN,
    "signed_out_by_the_application": OWN,
    "jwt_logged_out": NONE,
    "drf_token_logged_out": NONE,
    "key_revoked": NONE,
    "role_removed": NONE,
}
"""Of which of a person's two sign-ins the web application hears; written by hand."""


def test_every_event_is_in_the_table() -> None:
    assert set(TOLD) == set(EVENTS)


@pytest.mark.spec("OpenID Connect Back-Channel Logout 1.0 section 2")
@pytest.mark.parametrize("event", TOLD)
def test_the_client_hears_of_each_sign_in_that_ends_and_of_no_other(
    held: Holdings, receiver: Receiver, worker: Callable[[], int], event: str
) -> None:
    Application.objects.filter(pk=held.web.application.pk).update(backchannel_logout_uri=receiver.url)
    own, other = (claims_of(held.values[f"{name}_online_id_token"]) for name in ("own", "other"))
    names = {own["sid"]: "own", other["sid"]: "other"}
    EVENTS[event](held)
    worker()
    heard = [opened_jwt(token)[1] for token in receiver.tokens]
    assert {names[claims["sid"]] for claims in heard} == TOLD[event]
    assert len(heard) == len(TOLD[event])
    assert {claims["sub"] for claims in heard} <= {own["sub"]}, "the subject is known although the person may be gone"
