"""Rotation as clients see it: who keeps the key set no longer than it may meets no key that it does not know."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from joserfc import jws
from joserfc.jwk import KeySet

from oauth_server.protocol.tokens import id_token
from oauth_server.protocol.tokens.jws import sign
from oauth_server.vocabulary import MediaType, SigningAlgorithm
from tests.flows.oauth import RelyingParty
from tests.flows.rfc7517.conftest import KEY_SET, key_set, rotate

pytestmark = [pytest.mark.spec("OpenID Connect Core section 10.1.1"), pytest.mark.django_db]
ALGORITHM = SigningAlgorithm.ES256
STEP = timedelta(minutes=1)
SKEW = timedelta(seconds=30)


class CachingClient:
    """Keeps the key set exactly as long as the header allows, and asks again no sooner."""

    def __init__(self) -> None:
        self.keys: set[str] = set()
        self.until: datetime | None = None

    def knows(self, kid: str, now: datetime) -> bool:
        """Return whether the key set that it has at this moment holds the key."""
        if self.until is None or now >= self.until:
            answer = Client().get(KEY_SET)
            seconds = int(answer["Cache-Control"].rpartition("max-age=")[2])
            self.keys = {key["kid"] for key in answer.json()["keys"]}
            self.until = now + timedelta(seconds=seconds)
        return kid in self.keys


def test_a_client_that_caches_as_long_as_it_may_knows_every_key_that_signs(settings: Any) -> None:
    begin, signed = timezone.now(), set()
    clients = [CachingClient() for _ in range(12)]
    last: list[tuple[str, datetime]] = []
    for minute in range(12 * 60):
        now = begin + minute * STEP
        with time_machine.travel(now, tick=False):
            if minute in (60, 300):
                rotate(algorithm=[ALGORITHM])
            token = sign({"iss": "x"}, typ=MediaType.ID_TOKEN, algorithm=ALGORITHM)
            kid = jws.extract_compact(token.encode()).headers()["kid"]
            signed.add(kid)
            last = [pair for pair in last if now < pair[1] + SKEW] + [(kid, now + settings.ID_TOKEN_LIFETIME)]
            for number, client in enumerate(clients):
                if minute >= 5 * number:  # each began at another moment, and asks again an hour later
                    for alive, _ in last:
                        assert client.knows(alive, now), (minute, number)
            assert set(dict(last)) <= {key["kid"] for key in key_set()}
    assert len(signed) == 3


def test_the_key_that_retired_is_gone_from_the_key_set_after_what_it_signed(settings: Any) -> None:
    (old,) = (key["kid"] for key in key_set() if key["alg"] == ALGORITHM)
    rotate(algorithm=[ALGORITHM])
    begin = timezone.now()
    with time_machine.travel(begin + timedelta(hours=1, minutes=10), tick=False):
        assert old in {key["kid"] for key in key_set()}
    with time_machine.travel(begin + timedelta(hours=1, minutes=21), tick=False):
        assert old not in {key["kid"] for key in key_set()}


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated via RFC 9864")
@pytest.mark.parametrize("algorithm", SigningAlgorithm)
@pytest.mark.spec("OpenID Connect Core section 3.1.3.6")
@pytest.mark.spec("OpenID Connect Registration section 2")
def test_an_id_token_is_signed_as_its_client_registered_it(
    register: Any, user_agent: Client, algorithm: SigningAlgorithm
) -> None:
    party: RelyingParty = register(id_token_signed_response_alg=str(algorithm))
    answer = party.tokens(user_agent)
    public = KeySet.import_key_set({"keys": [key for key in key_set() if key["alg"] == algorithm]})
    found = jws.deserialize_compact(answer["id_token"], public, algorithms=[str(algorithm)])
    assert found.headers()["alg"] == algorithm
    assert json.loads(found.payload)["at_hash"] == id_token.half_hash(answer["access_token"], algorithm)


@pytest.mark.spec("OpenID Connect RP-Initiated Logout section 2")
def test_an_id_token_is_a_hint_after_its_key_has_left_the_key_set(
    web: RelyingParty, user_agent: Client, settings: Any
) -> None:
    hint = web.tokens(user_agent)["id_token"]
    rotate(now=True)
    for days in (1, 89):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            assert Client().get("/o/logout/", {"id_token_hint": hint}).status_code == 200


@pytest.mark.spec("RFC 7517 section 5")
def test_a_revoked_key_leaves_at_once_and_what_it_signed_is_nothing(web: RelyingParty, user_agent: Client) -> None:
    answer = web.tokens(user_agent)
    headers = {"authorization": f"Bearer {answer['access_token']}"}
    assert Client().get("/o/userinfo/", headers=headers).status_code == 200
    for key in key_set():
        rotate(revoke=key["kid"])
    assert Client().get("/o/userinfo/", headers=headers).status_code == 401
    assert Client().get("/api/whoami/", headers=headers).status_code == 401
    assert Client().get("/o/logout/", {"id_token_hint": answer["id_token"]}).status_code == 400
    again = {"authorization": f"Bearer {web.refresh(Client(), answer['refresh_token']).json()['access_token']}"}
    assert Client().get("/o/userinfo/", headers=again).status_code == 200
