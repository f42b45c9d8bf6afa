"""One verifier for each form of credential; the others are never asked."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.resources import verifiers

FORGED = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ0b2tlbl90eXBlIjoiYWNjZXNzIn0.Zm9yZ2Vk"
"""Looks like our own access token, signed by nobody."""


def get(api: Client, value: str, path: str = "/api/whoami/") -> Any:
    return api.get(path, headers={"authorization": value})


def jwt_of(api: Client) -> str:
    body = {"username": "alice", "password": "a password of hers"}
    return str(api.post("/api/jwt/token/", body, content_type="application/json").json()["access"])


def test_the_resource_server_needs_only_the_verifier_that_the_settings_name(api: Client, alice: User) -> None:
    answer = get(api, "Bearer alice-account~read+todo~read").json()
    assert answer["username"] == "alice"
    assert answer["client"] == {"client_id": "a-client", "name": "A client"}
    assert answer["scopes"] == ["account:read", "todo:read"]


@pytest.mark.django_db
def test_a_forged_first_party_token_is_not_shown_to_the_second_verifier(api: Client) -> None:
    assert get(api, f"Bearer {FORGED}").status_code == 401
    assert verifiers.asked == []


def test_a_first_party_token_is_verified_by_its_own_verifier_alone(api: Client, alice: User) -> None:
    assert get(api, f"Bearer {jwt_of(api)}").json()["authentication"] == "jwt"
    assert verifiers.asked == []


@pytest.mark.django_db
def test_what_the_second_verifier_refuses_is_shown_to_no_other(api: Client) -> None:
    assert get(api, "Bearer nobody-account~read").status_code == 401
    assert verifiers.asked == ["nobody-account~read"]


@pytest.mark.django_db
def test_a_jwt_as_token_is_verified_by_nobody(api: Client) -> None:
    assert get(api, f"Token {FORGED}").status_code == 401
    assert verifiers.asked == []


@pytest.mark.django_db
def test_a_token_without_a_person_is_a_machine(api: Client) -> None:
    assert get(api, "Bearer machine-account~read").status_code == 403
    assert get(api, "Bearer machine-account~read", "/api/status/").status_code == 200


@pytest.mark.parametrize("length", ["abc", "-1", "1e3", "٣"])
@pytest.mark.django_db
def test_a_length_that_is_no_number_is_400(api: Client, length: str) -> None:
    assert api.post("/api/token/", {}, CONTENT_LENGTH=length).status_code == 400
