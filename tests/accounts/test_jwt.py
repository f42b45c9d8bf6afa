"""First-party JSON Web Tokens: what they say, which key signs them, how long they count (RFC 7519 section 4)."""

import json
from datetime import timedelta
from typing import Any

import jwt as pyjwt
import pytest
import time_machine
from django.test import RequestFactory
from django.utils import timezone

from accounts.models import Session, User
from accounts.roles import Role
from accounts.services.roles import grant_role, remove_role
from accounts.services.token_pairs import open_pair
from accounts.tokens import jwt
from accounts.tokens.jwt import Pair
from oauth_server.settings.jwt import first_party_key
from oauth_server.vocabulary import TokenRefused
from tests.accounts.conftest import claims_of, statements

CLAIMS = {"token_type", "exp", "iat", "jti", "user_id", "iss", "aud", "roles", "sid"}


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
    pair = open_pair(user=alice, request=RequestFactory().post("/"), amr=["pwd"])
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


def test_only_our_own_tokens_are_taken_for_ours(pair: Pair) -> None:
    assert jwt.first_party(pair.access)
    assert jwt.first_party(pair.refresh)
    id_token_of_a_client = pyjwt.encode({"sub": "x", "aud": "client"}, "the client's secret, long enough", "HS256")
    assert not jwt.first_party(id_token_of_a_client)
    assert not jwt.first_party(pyjwt.encode(claims_of(pair.access), "k" * 32, "HS256", headers={"typ": "at+jwt"}))
