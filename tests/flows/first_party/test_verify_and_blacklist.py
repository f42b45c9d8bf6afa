"""POST /api/jwt/token/verify/ and blacklist/: whether a token of ours is good, and its end."""

from collections.abc import Callable

import pytest

from accounts.models import User
from tests.flows.first_party.conftest import opens, sliding_of
from tests.flows.guarded_api.callers import browser_of, drf_key_of, jwt_pair_of, nobody, oauth2_of, with_header
from tests.flows.guarded_api.conftest import problem
from tests.flows.oauth import RelyingParty

VERIFY, BLACKLIST = "/api/jwt/token/verify/", "/api/jwt/token/blacklist/"


@pytest.mark.parametrize(
    "token",
    [lambda: jwt_pair_of("alice")["access"], lambda: jwt_pair_of("alice")["refresh"], lambda: sliding_of("alice")],
)
def test_a_good_token_of_any_kind_is_verified_until_it_is_dead(alice: User, token: Callable[[], str]) -> None:
    good = token()
    answer = nobody().post(VERIFY, {"token": good})
    assert (answer.status_code, answer.json()) == (200, {})
    User.objects.filter(pk=alice.pk).update(is_active=False)
    problem(nobody().post(VERIFY, {"token": good}), 401)


def test_a_spent_token_is_not_verified(alice: User) -> None:
    pair, sliding = jwt_pair_of("alice"), sliding_of("alice")
    assert nobody().post("/api/jwt/token/refresh/", {"refresh": pair["refresh"]}).status_code == 200
    assert nobody().post("/api/jwt/sliding/refresh/", {"token": sliding}).status_code == 200
    for spent in (pair["refresh"], sliding):
        problem(nobody().post(VERIFY, {"token": spent}), 401)


def test_the_sign_in_of_a_blacklisted_token_is_over(alice: User) -> None:
    pair, other = jwt_pair_of("alice"), jwt_pair_of("alice")
    answer = nobody().post(BLACKLIST, {"refresh": pair["refresh"]})
    assert (answer.status_code, answer.json()) == (200, {})
    assert opens(f"Bearer {pair['access']}") == 401
    problem(nobody().post("/api/jwt/token/refresh/", {"refresh": pair["refresh"]}), 401)
    problem(nobody().post(BLACKLIST, {"refresh": pair["refresh"]}), 401)
    assert opens(f"Bearer {other['access']}") == 200


def test_a_spent_refresh_token_ends_nothing(alice: User) -> None:
    pair = jwt_pair_of("alice")
    renewed = nobody().post("/api/jwt/token/refresh/", {"refresh": pair["refresh"]}).json()
    problem(nobody().post(BLACKLIST, {"refresh": pair["refresh"]}), 401)
    assert opens(f"Bearer {renewed['access']}") == 200


def test_an_access_token_ends_nothing(alice: User) -> None:
    access = jwt_pair_of("alice")["access"]
    problem(nobody().post(BLACKLIST, {"refresh": access}), 401)
    assert opens(f"Bearer {access}") == 200


@pytest.mark.spec("RFC 9700 section 2.3")
def test_the_tokens_of_an_application_work_at_no_door_of_ours(alice: User, web: RelyingParty) -> None:
    tokens = web.tokens(browser_of("alice"), scope="openid offline_access account:read")
    for token in (tokens["access_token"], tokens["refresh_token"], tokens["id_token"], drf_key_of("alice")):
        problem(nobody().post(VERIFY, {"token": token}), 401)
        problem(nobody().post(BLACKLIST, {"refresh": token}), 401)
        problem(nobody().post("/api/jwt/sliding/refresh/", {"token": token}), 401)
    assert opens(f"Bearer {tokens['access_token']}") == 200


@pytest.mark.parametrize("path", [VERIFY, BLACKLIST, "/api/jwt/sliding/", "/api/jwt/sliding/refresh/"])
def test_an_application_does_not_come_as_far_as_the_body(alice: User, web: RelyingParty, path: str) -> None:
    caller, pair = oauth2_of(web, "alice", ["account:read"]), jwt_pair_of("alice")
    answer = caller.post(path, {"token": pair["access"], "refresh": pair["refresh"]})
    assert "insufficient_scope" not in problem(answer, 403).get("detail", "") + answer.get("WWW-Authenticate", "")
    assert with_header(f"Bearer {pair['access']}").get("/api/protected/").status_code == 200


@pytest.mark.parametrize("path", [VERIFY, BLACKLIST])
@pytest.mark.parametrize("value", [None, [], {}, "", " ", "a\x00b", True])
def test_a_body_without_a_token_is_400(db: None, path: str, value: object) -> None:
    problem(nobody().post(path, {"token": value, "refresh": value}), 400)


@pytest.mark.parametrize("path", [VERIFY, BLACKLIST])
def test_a_bad_header_credential_is_401_here_too(alice: User, path: str) -> None:
    pair = jwt_pair_of("alice")
    body = {"token": pair["access"], "refresh": pair["refresh"]}
    problem(with_header("Bearer a.b.c").post(path, body), 401)
    assert opens(f"Bearer {pair['access']}") == 200
