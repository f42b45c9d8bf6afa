"""First-party JSON Web Tokens: what they say, which are refused, and how they rotate."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import jwt as pyjwt
import pytest
import time_machine
from django.test import RequestFactory
from django.utils import timezone

from accounts.models import Session, User
from accounts.roles import Role
from accounts.services import credentials
from accounts.services.roles import grant_role, remove_role
from accounts.services.sign_in import end_session
from accounts.services.token_pairs import open_pair
from accounts.tokens import jwt
from accounts.tokens.jwt import Pair
from oauth_server.settings.jwt import first_party_key
from oauth_server.vocabulary import TokenRefused
from tests.accounts.conftest import statements

CLAIMS = {"token_type", "exp", "iat", "jti", "user_id", "iss", "aud", "roles", "sid"}


@pytest.fixture
def pair(alice: User) -> Pair:
    """Alice's first pair."""
    return open_pair(user=alice, request=RequestFactory().post("/"))


def claims_of(token: str) -> dict[str, Any]:
    return pyjwt.decode(token, options={"verify_signature": False})


def forged(token: str, key: str, header: dict[str, Any] | None = None, **changes: Any) -> str:
    """Return `token` with other claims or another header, signed with `key`."""
    claims = {name: value for name, value in (claims_of(token) | changes).items() if value is not None}
    return pyjwt.encode(claims, key, algorithm="HS256", headers=header)


def raw(part: Any) -> str:
    return base64.urlsafe_b64encode(part if isinstance(part, bytes) else json.dumps(part).encode()).decode().rstrip("=")


def test_a_token_has_the_claims_of_the_contract_and_no_other(alice: User, pair: Pair, settings: Any) -> None:
    access, refresh = claims_of(pair.access), claims_of(pair.refresh)
    assert set(access) == set(refresh) == CLAIMS
    assert (access["token_type"], refresh["token_type"]) == ("access", "refresh")
    assert access["user_id"] == refresh["user_id"] == str(alice.subject)
    assert access["sid"] == refresh["sid"] == str(Session.objects.get().sid)
    assert (access["iss"], access["aud"]) == (settings.ISSUER, f"{settings.ISSUER}/api")
    assert access["exp"] - access["iat"] == 5 * 60
    assert refresh["exp"] - refresh["iat"] == 7 * 24 * 3600
    assert pyjwt.get_unverified_header(pair.access) == {"typ": "JWT", "alg": "HS256"}


def test_a_token_tells_nothing_else_about_the_person(pair: Pair) -> None:
    assert "alice" not in json.dumps([claims_of(pair.access), claims_of(pair.refresh)])


def test_the_key_is_not_the_secret_key_nor_its_source(settings: Any) -> None:
    assert [first_party_key(secret) for secret in settings.SIGNING_KEYS_SECRET] == settings.FIRST_PARTY_KEYS
    assert settings.SECRET_KEY not in settings.FIRST_PARTY_KEYS
    assert not set(settings.SIGNING_KEYS_SECRET) & set(settings.FIRST_PARTY_KEYS)


def test_verifying_costs_one_statement_and_reads_roles_live(alice: User, pair: Pair) -> None:
    grant_role(user=alice, role=Role.HR)
    with statements() as made:
        facts = jwt.verify_access(pair.access)
    assert len(made) == 1
    assert facts.user.pk == alice.pk
    assert facts.roles == {"HR"}
    assert facts.client_id is None
    assert facts.scopes is None
    assert facts.session_id == Session.objects.get().pk


def test_a_role_in_the_claims_counts_for_nothing(alice: User) -> None:
    grant_role(user=alice, role=Role.HR)
    pair = open_pair(user=alice, request=RequestFactory().post("/"))
    assert claims_of(pair.access)["roles"] == ["HR"]
    remove_role(user=alice, role=Role.HR)
    assert jwt.verify_access(pair.access).roles == frozenset()


def test_an_older_key_still_verifies_and_the_newest_signs(pair: Pair, settings: Any) -> None:
    settings.FIRST_PARTY_KEYS = [first_party_key("a newer secret"), *settings.FIRST_PARTY_KEYS]
    jwt.verify_access(pair.access)
    renewed = jwt.rotate(pair.refresh)
    settings.FIRST_PARTY_KEYS = settings.FIRST_PARTY_KEYS[:1]
    jwt.verify_access(renewed.access)
    with pytest.raises(TokenRefused, match="bad_signature"):
        jwt.verify_access(pair.access)


def test_a_refresh_token_opens_nothing_and_an_access_token_refreshes_nothing(pair: Pair) -> None:
    with pytest.raises(TokenRefused, match="wrong_kind"):
        jwt.verify_access(pair.refresh)
    with pytest.raises(TokenRefused, match="wrong_kind"):
        jwt.rotate(pair.access)


def test_a_token_ends_with_its_time(pair: Pair) -> None:
    with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=1)):
        with pytest.raises(TokenRefused, match="expired"):
            jwt.verify_access(pair.access)
        renewed = jwt.rotate(pair.refresh)
    with time_machine.travel(timezone.now() + timedelta(days=8)), pytest.raises(TokenRefused, match="expired"):
        jwt.rotate(renewed.refresh)


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://elsewhere.example"},
        {"iss": None},
        {"aud": "https://elsewhere.example/api"},
        {"aud": None},
        {"exp": None},
        {"exp": 1},
        {"nbf": 9999999999},
        {"iat": 9999999999},
        {"jti": None},
        {"token_type": "sliding"},
        {"sid": None},
        {"sid": "no uuid"},
        {"sid": 7},
        {"user_id": None},
        {"user_id": "1"},
        {"user_id": str(UUID(int=1))},
        {"sid": str(UUID(int=1))},
    ],
    ids=str,
)
def test_a_claim_that_is_missing_or_another_is_refused(pair: Pair, settings: Any, changes: dict[str, Any]) -> None:
    token = forged(pair.access, settings.FIRST_PARTY_KEYS[0], **changes)
    with pytest.raises(TokenRefused):
        jwt.verify_access(token)


def test_a_signature_of_any_other_key_is_refused(pair: Pair, settings: Any) -> None:
    for key in (settings.SECRET_KEY, settings.SIGNING_KEYS_SECRET[0], "secret" * 8):
        with pytest.raises(TokenRefused, match="bad_signature"):
            jwt.verify_access(forged(pair.access, key))


@pytest.mark.parametrize(
    "header",
    [
        {"crit": ["exp2"], "exp2": 1},
        {"crit": ["b64"], "b64": False},
        {"typ": "at+jwt"},
        {"typ": None},
    ],
    ids=str,
)
def test_a_header_that_is_not_understood_is_refused(pair: Pair, settings: Any, header: dict[str, Any]) -> None:
    with pytest.raises(TokenRefused):
        jwt.verify_access(forged(pair.access, settings.FIRST_PARTY_KEYS[0], header))


def test_a_header_that_names_another_key_changes_nothing(pair: Pair, settings: Any) -> None:
    header = {"jku": "https://elsewhere.example/jwks", "kid": "../../etc/passwd", "jwk": {"kty": "oct", "k": "AAAA"}}
    jwt.verify_access(forged(pair.access, settings.FIRST_PARTY_KEYS[0], header))
    with pytest.raises(TokenRefused, match="bad_signature"):
        jwt.verify_access(forged(pair.access, "another key, of the attacker's own", header))


def test_no_algorithm_but_ours_is_taken(pair: Pair, settings: Any) -> None:
    head, body, _ = pair.access.split(".")
    unsigned = f"{raw({'typ': 'JWT', 'alg': 'none'})}.{body}."
    longer = pyjwt.encode(claims_of(pair.access), settings.FIRST_PARTY_KEYS[0], algorithm="HS512")
    for token in (unsigned, longer, f"{head}.{body}."):
        with pytest.raises(TokenRefused):
            jwt.verify_access(token)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "abc",
        "a.b",
        "a.b.c",
        "eyJ.abc.def",
        "....",
        "\ud800.x.y",
        "ä.ö.ü",
        f"{raw(b'[' * 5000)}.{raw(b'[' * 5000)}.x",
        f"{raw({'typ': 'JWT', 'alg': 'HS256'})}.{raw(b'[' * 5000)}.x",
        f"{raw({'typ': 'JWT', 'alg': 'HS256'})}.{raw({'token_type': 'access'})}.x",
        f"{raw([1])}.{raw(2)}.x",
        f"{raw({'typ': ['JWT'], 'alg': {}})}.{raw({'token_type': {}})}.x",
        f"{raw({'typ': 'JWT', 'alg': 'HS256'})}.{raw({'token_type': ['access']})}.x",
    ],
    ids=lambda token: ascii(token)[:24],
)
def test_a_malformed_token_is_refused_and_breaks_nothing(db: None, token: str) -> None:
    jwt.first_party(token)
    for use in (jwt.verify_access, jwt.verify_refresh, jwt.rotate):
        with pytest.raises(TokenRefused):
            use(token)


def test_only_our_own_tokens_are_taken_for_ours(pair: Pair) -> None:
    assert jwt.first_party(pair.access)
    assert jwt.first_party(pair.refresh)
    id_token_of_a_client = pyjwt.encode({"sub": "x", "aud": "client"}, "the client's secret, long enough", "HS256")
    assert not jwt.first_party(id_token_of_a_client)
    assert not jwt.first_party(pyjwt.encode(claims_of(pair.access), "k" * 32, "HS256", headers={"typ": "at+jwt"}))


def test_rotation_gives_a_new_pair_under_the_same_sign_in(pair: Pair) -> None:
    renewed = jwt.rotate(pair.refresh)
    assert claims_of(renewed.refresh)["jti"] != claims_of(pair.refresh)["jti"]
    assert claims_of(renewed.access)["sid"] == claims_of(pair.access)["sid"]
    jwt.verify_access(renewed.access)
    assert Session.objects.count() == 1


def test_rotation_is_one_read_and_one_write(pair: Pair) -> None:
    with statements() as made:
        jwt.rotate(pair.refresh)
    assert [statement.split()[0].lower() for statement in made] == ["select", "update"]


def test_a_spent_refresh_token_is_refused_and_its_successor_stays_good(pair: Pair) -> None:
    renewed = jwt.rotate(pair.refresh)
    for _ in range(2):
        with pytest.raises(TokenRefused, match="revoked"):
            jwt.rotate(pair.refresh)
    with pytest.raises(TokenRefused, match="revoked"):
        jwt.verify_refresh(pair.refresh)
    jwt.verify_refresh(renewed.refresh)
    jwt.rotate(renewed.refresh)


def disable(user: User) -> None:
    credentials.disable_user(user=user, by=None)


def change_password(user: User) -> None:
    credentials.set_password(user=user, password="another long password")


def change_password_and_keep_connected(user: User) -> None:
    credentials.set_password(user=user, password="another long password", keep_connected=True)


def disable_and_enable(user: User) -> None:
    credentials.disable_user(user=user, by=None)
    credentials.enable_user(user=user, by=None)


@pytest.mark.parametrize(
    "event",
    [
        disable,
        disable_and_enable,
        change_password,
        change_password_and_keep_connected,
        lambda user: User.objects.filter(pk=user.pk).update(is_active=False),
        lambda user: User.objects.filter(pk=user.pk).update(credential_epoch=9),
        lambda user: end_session(session_id=Session.objects.get().pk, reason="test"),
        lambda user: user.delete(),
    ],
)
def test_what_ends_a_sign_in_ends_its_tokens_at_once(event: Callable[[User], None], alice: User, pair: Pair) -> None:
    event(alice)
    for use, token in (
        (jwt.verify_access, pair.access),
        (jwt.rotate, pair.refresh),
        (jwt.verify_refresh, pair.refresh),
    ):
        with pytest.raises(TokenRefused):
            use(token)


def test_a_person_of_the_same_name_does_not_inherit_a_token(alice: User, pair: Pair) -> None:
    alice.delete()
    User.objects.create_user("alice", "alice@example.org")
    with pytest.raises(TokenRefused, match="unknown"):
        jwt.verify_access(pair.access)


def test_a_refresh_that_loses_to_the_end_of_the_session_changes_nothing(pair: Pair, monkeypatch: Any) -> None:
    standing = jwt._standing

    def ends_in_between(claims: dict[str, Any]) -> Any:
        found = standing(claims)
        Session.objects.update(ended_at=timezone.now())
        return found

    monkeypatch.setattr(jwt, "_standing", ends_in_between)
    before = Session.objects.get().refresh_jti
    with pytest.raises(TokenRefused):
        jwt.rotate(pair.refresh)
    assert Session.objects.get().refresh_jti == before
