"""What a relying party learns and may do: userinfo and the guarded API (OpenID Connect Core section 5.3, RFC 6750)."""

import pytest

from tests.live.person import Person
from tests.live.relying_party import RelyingParty


@pytest.mark.spec("OpenID Connect Core section 5.3.2")
def test_userinfo_is_about_the_subject_of_the_id_token(web: RelyingParty, person: Person) -> None:
    tokens = web.tokens(person, "openid profile email account:read")
    answer = web.userinfo(tokens).json()
    assert answer["sub"] == web.id_token(tokens)["sub"]
    assert answer["preferred_username"] == person.username
    assert (answer["email"], answer["email_verified"]) == (person.email, False)


@pytest.mark.spec("OpenID Connect Core section 5.4")
def test_userinfo_says_no_more_than_the_scopes(web: RelyingParty, person: Person) -> None:
    assert set(web.userinfo(web.tokens(person)).json()) == {"sub"}


@pytest.mark.spec("RFC 6750 section 2.1")
def test_whoami_says_who_and_how(web: RelyingParty, person: Person) -> None:
    answer = web.api("/api/whoami/", web.tokens(person)).json()
    assert answer["authentication"] == "oauth2"
    assert answer["client"] == {"client_id": web.client_id, "name": "Sample application"}
    assert answer["scopes"] == ["account:read", "openid"]
    assert answer["username"] == person.username
    assert not {"email", "first_name", "roles"} & set(answer)


@pytest.mark.spec("RFC 6750 section 3.1")
def test_a_scope_that_was_not_granted_is_named_in_the_challenge(web: RelyingParty, person: Person) -> None:
    answer = web.api("/api/v1/todo/", web.tokens(person))
    assert answer.status_code == 403
    challenge = answer.headers["WWW-Authenticate"]
    assert 'error="insufficient_scope"' in challenge
    assert 'scope="todo:read"' in challenge


@pytest.mark.spec("RFC 6750 section 3.1")
def test_a_role_is_asked_for_whatever_the_scope(web: RelyingParty, person: Person) -> None:
    tokens = web.tokens(person, "openid admin:read")
    assert web.api("/api/admin-content/", tokens).status_code == 403


@pytest.mark.spec("RFC 6750 section 3.1")
def test_a_role_holders_token_reaches_the_content_of_the_role(web: RelyingParty) -> None:
    hana = web.server.user("hana")
    with Person(web.server, "hana", hana["password"]) as person:
        tokens = web.tokens(person, "openid employees:read")
    assert web.api("/api/hr-content/", tokens).status_code == 200


@pytest.mark.spec("RFC 6750 section 3.1")
def test_an_id_token_opens_nothing(web: RelyingParty, person: Person) -> None:
    tokens = web.tokens(person)
    answer = web.api("/api/whoami/", {**tokens, "access_token": tokens["id_token"]})
    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]
