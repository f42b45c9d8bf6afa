"""Many with one initial access token at once: as many clients as it has uses (RFC 7591 section 3)."""

from typing import Any

import pytest

from oauth_server.protocol.models import Application, InitialAccessToken
from tests.accounts.test_races import at_once
from tests.flows.registration import GOOD, initial_access_token, post

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PARALLEL = 100


@pytest.mark.spec("RFC 7591 section 3")
@pytest.mark.parametrize("uses", [1, 3])
def test_of_100_parallel_registrations_as_many_succeed_as_uses_are_left(settings: Any, uses: int) -> None:
    settings.REGISTRATION = "token"
    token = initial_access_token(uses=uses)
    outcomes = at_once(lambda: str(post(GOOD, token=token).status_code), PARALLEL)
    assert outcomes == {"201": uses, "401": PARALLEL - uses}
    assert Application.objects.count() == uses
    assert InitialAccessToken.objects.get().uses_left == 0
