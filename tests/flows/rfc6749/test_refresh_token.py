"""A refresh: a new pair for its client, its scope and its resource, and for no other token (RFC 6749 section 6)."""

from typing import Any

import pytest
from django.test import Client

from tests.flows.oauth import RelyingParty, claims_of
from tests.flows.rfc6749.conftest import assert_invalid_grant, is_good, later

pytestmark = pytest.mark.spec("RFC 6749 section 6")


def test_a_refresh_gives_a_new_pair(web: RelyingParty, client: Client, answer: dict[str, Any]) -> None:
    newer = web.refresh(client, answer["refresh_token"]).json()
    assert newer["refresh_token"] != answer["refresh_token"]
    assert newer["access_token"] != answer["access_token"]
    assert (newer["expires_in"], newer["scope"]) == (300, answer["scope"])
    assert is_good(newer)


@pytest.mark.spec("OpenID Connect Core section 12.2")
def test_the_id_token_of_a_refresh_tells_of_the_same_sign_in(
    web: RelyingParty, client: Client, answer: dict[str, Any]
) -> None:
    before = claims_of(answer["id_token"])
    after = claims_of(web.refresh(client, answer["refresh_token"]).json()["id_token"])
    same = ("iss", "sub", "aud", "auth_time", "sid")
    assert [after[name] for name in same] == [before[name] for name in same]
    assert "nonce" not in after


def test_a_narrowed_scope_holds_for_that_access_token_only(
    web: RelyingParty, client: Client, answer: dict[str, Any]
) -> None:
    narrow = web.refresh(client, answer["refresh_token"], scope="todo:read").json()
    assert narrow["scope"] == "todo:read"
    assert "id_token" not in narrow
    wide = web.refresh(client, narrow["refresh_token"]).json()
    assert wide["scope"] == answer["scope"]


@pytest.mark.parametrize("scope", ["admin:read", "openid email", "unknown", "todo:read admin:read"])
def test_a_refresh_never_widens_the_scope_and_stays_unspent(
    web: RelyingParty, client: Client, answer: dict[str, Any], scope: str
) -> None:
    response = web.refresh(client, answer["refresh_token"], scope=scope)
    assert (response.status_code, response.json()["error"]) == (400, "invalid_scope")
    assert web.refresh(client, answer["refresh_token"]).status_code == 200


@pytest.mark.spec("RFC 6749 section 10.4")
def test_a_refresh_token_is_bound_to_its_client(
    web: RelyingParty, spa: RelyingParty, client: Client, answer: dict[str, Any]
) -> None:
    assert_invalid_grant(spa.refresh(client, answer["refresh_token"]))
    newer = web.refresh(client, answer["refresh_token"]).json()
    with later(seconds=40):
        assert_invalid_grant(spa.refresh(client, answer["refresh_token"]))
        assert web.refresh(client, newer["refresh_token"]).status_code == 200


@pytest.mark.parametrize("value", ["x", "a.b", "x" * 22 + "." + "y" * 43, "..", "eyJ.a.b", "ü", "y" * 43])
def test_an_unknown_refresh_token_is_refused(web: RelyingParty, client: Client, value: str) -> None:
    assert_invalid_grant(web.refresh(client, value))


def test_a_forged_secret_beside_a_known_selector_opens_and_kills_nothing_while_unrotated(
    web: RelyingParty, client: Client, answer: dict[str, Any]
) -> None:
    selector = answer["refresh_token"].partition(".")[0]
    assert_invalid_grant(web.refresh(client, f"{selector}.{'y' * 43}"))
    assert web.refresh(client, answer["refresh_token"]).status_code == 200


@pytest.mark.parametrize("kind", ["access_token", "id_token"])
def test_no_other_kind_of_token_refreshes(web: RelyingParty, client: Client, answer: dict[str, Any], kind: str) -> None:
    assert_invalid_grant(web.refresh(client, answer[kind]))


@pytest.mark.spec("RFC 8707 section 2.2")
def test_the_resource_must_be_that_of_the_grant(web: RelyingParty, client: Client, answer: dict[str, Any]) -> None:
    response = web.refresh(client, answer["refresh_token"], resource="https://other.example.org")
    assert (response.status_code, response.json()["error"]) == (400, "invalid_target")
    assert web.refresh(client, answer["refresh_token"], resource="http://localhost:8000/api").status_code == 200
