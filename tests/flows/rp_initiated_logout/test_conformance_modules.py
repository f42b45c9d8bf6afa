"""What each module of the conformance plan for RP-Initiated Logout asks, by its name (oidcc-rp-initiated-logout-*)."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.flows.answers import opened_jwt
from tests.flows.oauth import RelyingParty

pytestmark = pytest.mark.spec("OpenID Connect RP-Initiated Logout 1.0 section 2")
AFTER: Final = "https://app.example.org/signed-out"


@pytest.fixture
def rp(register: Callable[..., RelyingParty]) -> RelyingParty:
    return register(post_logout_redirect_uris=AFTER)


def is_signed_in(user_agent: Client) -> bool:
    return bool(user_agent.get("/api/whoami/").status_code == 200)


def hint(user_agent: Client, rp: RelyingParty) -> str:
    return str(rp.tokens(user_agent)["id_token"])


def end(user_agent: Client, **parameters: str) -> Any:
    return user_agent.get("/o/logout/", parameters)


def asks(user_agent: Client, response: Any) -> None:
    """The person is shown who asks, stays signed in, and signs out on the page, which leads to nobody."""
    assert response.status_code == 200
    assert is_signed_in(user_agent)
    page = user_agent.post("/o/logout/confirm/", {"decision": "allow", **response.context["hidden"]})
    assert page.status_code == 200
    assert b"You are signed out" in page.content
    assert not is_signed_in(user_agent)


def refuses(user_agent: Client, response: Any) -> None:
    """The person sees an error page, and stays signed in."""
    assert response.status_code == 400
    assert response["Content-Type"].startswith("text/html")
    assert is_signed_in(user_agent)


def modified(token: str) -> str:
    """Return the hint with another subject under the old signature."""
    header, payload, signature = token.split(".")
    claims = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    other = urlsafe_b64encode(json.dumps({**claims, "sub": "somebody else"}).encode()).rstrip(b"=").decode()
    return f"{header}.{other}.{signature}"


@pytest.mark.spec("OpenID Connect RP-Initiated Logout 1.0 section 2.1")
def test_discovery_endpoint_verification(client: Client, db: None) -> None:
    metadata = client.get("/.well-known/openid-configuration").json()
    assert metadata["end_session_endpoint"] == f"{metadata['issuer']}/o/logout/"


@pytest.mark.spec("OpenID Connect RP-Initiated Logout 1.0 section 3")
def test_rp_initiated_logout(user_agent: Client, rp: RelyingParty) -> None:
    token = hint(user_agent, rp)
    response = end(user_agent, id_token_hint=token, post_logout_redirect_uri=AFTER, state="a state")
    assert response["Location"] == f"{AFTER}?state=a+state"
    assert not is_signed_in(user_agent)
    query = urlsplit(user_agent.get("/o/authorize/", rp.request(prompt="none"))["Location"]).query
    assert parse_qs(query)["error"] == ["login_required"]
    assert opened_jwt(token)[1]["sid"]


@pytest.mark.spec("OpenID Connect RP-Initiated Logout 1.0 section 3")
def test_bad_post_logout_redirect_uri(user_agent: Client, rp: RelyingParty) -> None:
    token = hint(user_agent, rp)
    refuses(user_agent, end(user_agent, id_token_hint=token, post_logout_redirect_uri=f"{AFTER}/other", state="s"))


def test_modified_id_token_hint(user_agent: Client, rp: RelyingParty) -> None:
    token = modified(hint(user_agent, rp))
    refuses(user_agent, end(user_agent, id_token_hint=token, post_logout_redirect_uri=AFTER, state="s"))


@pytest.mark.parametrize("bad", ["not a token", "a.b.c", "eyJhbGciOiJub25lIn0.e30."])
def test_bad_id_token_hint(user_agent: Client, rp: RelyingParty, bad: str) -> None:
    refuses(user_agent, end(user_agent, id_token_hint=bad, post_logout_redirect_uri=AFTER, state="s"))


def test_no_id_token_hint(user_agent: Client, rp: RelyingParty) -> None:
    refuses(user_agent, end(user_agent, post_logout_redirect_uri=AFTER, state="s"))


def test_no_id_token_hint_but_the_client(user_agent: Client, rp: RelyingParty) -> None:
    response = end(user_agent, client_id=rp.client_id, post_logout_redirect_uri=AFTER, state="s")
    assert response.status_code == 200
    assert is_signed_in(user_agent)
    answer = user_agent.post("/o/logout/confirm/", {"decision": "allow", **response.context["hidden"]})
    assert answer["Location"] == f"{AFTER}?state=s"


def test_no_params(user_agent: Client) -> None:
    asks(user_agent, end(user_agent))


def test_no_post_logout_redirect_uri(user_agent: Client, rp: RelyingParty) -> None:
    response = end(user_agent, id_token_hint=hint(user_agent, rp), state="s")
    assert response.status_code == 200
    assert b"You are signed out" in response.content
    assert not is_signed_in(user_agent)


@pytest.mark.spec("OpenID Connect RP-Initiated Logout 1.0 section 3")
def test_no_state(user_agent: Client, rp: RelyingParty) -> None:
    response = end(user_agent, id_token_hint=hint(user_agent, rp), post_logout_redirect_uri=AFTER)
    assert response["Location"] == AFTER


def test_only_state(user_agent: Client) -> None:
    asks(user_agent, end(user_agent, state="s"))


@pytest.mark.spec("OpenID Connect RP-Initiated Logout 1.0 section 3")
def test_query_added_to_post_logout_redirect_uri(user_agent: Client, rp: RelyingParty) -> None:
    token = hint(user_agent, rp)
    refuses(user_agent, end(user_agent, id_token_hint=token, post_logout_redirect_uri=f"{AFTER}?foo=bar", state="s"))


@pytest.mark.spec("OpenID Connect RP-Initiated Logout 1.0 section 3")
def test_a_query_that_is_registered_is_kept(user_agent: Client, register: Callable[..., RelyingParty]) -> None:
    rp = register(post_logout_redirect_uris=f"{AFTER}?foo=bar")
    token = hint(user_agent, rp)
    response = end(user_agent, id_token_hint=token, post_logout_redirect_uri=f"{AFTER}?foo=bar", state="s")
    assert response["Location"] == f"{AFTER}?foo=bar&state=s"
