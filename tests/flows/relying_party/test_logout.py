"""Sign-out that a relying party starts (OpenID Connect RP-Initiated Logout 1.0), and what ends with it."""

from typing import Any
from urllib.parse import urlencode

import pytest
from authlib.integrations.base_client import OAuthError

from tests.live.person import Person, parameters_of
from tests.live.relying_party import RelyingParty


def end_session(web: RelyingParty, **parameters: str) -> str:
    address = web.client["post_logout_redirect_uris"][0]
    query = urlencode({"post_logout_redirect_uri": address, "state": "of the client", **parameters})
    return f"{web.metadata['end_session_endpoint']}?{query}"


def is_signed_in(person: Person) -> bool:
    return "/accounts/logout/" in person.walk("/").text


@pytest.mark.spec("OpenID Connect RP-Initiated Logout 1.0 section 3")
def test_the_hint_of_this_sign_in_signs_out_and_returns_to_the_client(web: RelyingParty, person: Person) -> None:
    tokens = web.tokens(person)
    answer = person.walk(end_session(web, id_token_hint=tokens["id_token"]))
    assert answer.headers["Location"].startswith(web.client["post_logout_redirect_uris"][0])
    assert parameters_of(answer.headers["Location"]) == {"state": "of the client"}
    assert not is_signed_in(person)


@pytest.mark.spec("OpenID Connect RP-Initiated Logout 1.0 section 2")
def test_without_a_hint_the_person_is_asked(web: RelyingParty, person: Person) -> None:
    web.tokens(person)
    page = person.walk(end_session(web, client_id=web.client_id))
    assert page.status_code == 200
    assert is_signed_in(person)
    answer = person.submit(page, "decision", decision="allow")
    assert parameters_of(answer.headers["Location"]) == {"state": "of the client"}
    assert not is_signed_in(person)


@pytest.mark.spec("OpenID Connect RP-Initiated Logout 1.0 section 3")
def test_an_address_that_is_not_registered_is_no_way_out(web: RelyingParty, person: Person) -> None:
    tokens = web.tokens(person)
    hint = {"id_token_hint": tokens["id_token"], "post_logout_redirect_uri": "https://evil.example/"}
    answer = person.walk(end_session(web, **hint))
    assert answer.status_code == 400
    assert is_signed_in(person)


@pytest.mark.spec("OpenID Connect Core section 11")
@pytest.mark.parametrize(
    ("scope", "outlives"), [("openid account:read", False), ("openid offline_access account:read", True)]
)
def test_an_online_grant_ends_with_the_sign_in_an_offline_one_does_not(
    web: RelyingParty, person: Person, scope: str, *, outlives: bool
) -> None:
    tokens = web.tokens(person, scope)
    person.walk(end_session(web, id_token_hint=tokens["id_token"]))
    assert is_good(web, tokens) == outlives


def is_good(web: RelyingParty, tokens: dict[str, Any]) -> bool:
    """Whether both tokens of an answer still work; neither may work alone."""
    called = web.api("/api/whoami/", tokens).status_code == 200
    try:
        refreshed = bool(web.refresh(tokens["refresh_token"]))
    except OAuthError:
        refreshed = False
    assert called == refreshed
    return called
