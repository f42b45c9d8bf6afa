"""What a refusal says of credentials: the challenges of 401 and 403 (RFC 6750 section 3, RFC 9728 section 5.1)."""

import pytest
from django.test import Client

from accounts.models import User
from tests.flows.guarded_api.callers import drf_token_of, jwt_of, machine_of, nobody, oauth2_of, session_of, with_header
from tests.flows.guarded_api.conftest import TODO_LIST, problem
from tests.flows.oauth import ISSUER, RelyingParty

pytestmark = pytest.mark.django_db
PROOF = 'DPoP realm="api", algs="ES256 PS256 EdDSA"'
METADATA = f'resource_metadata="{ISSUER}/.well-known/oauth-protected-resource/api"'


@pytest.mark.spec("RFC 9728 section 5.1")
@pytest.mark.parametrize(
    ("path", "scope"),
    [("/api/", "account:read"), ("/api/protected/", "account:read"), (TODO_LIST, "todo:read")],
)
def test_without_a_credential_the_challenge_says_where_to_begin(path: str, scope: str) -> None:
    response = nobody().get(path)
    problem(response, 401)
    assert response["WWW-Authenticate"] == f'Bearer realm="api", scope="{scope}", {METADATA}, {PROOF}'


def test_a_write_is_challenged_with_the_scope_of_writing() -> None:
    assert 'scope="todo:write"' in nobody().post(TODO_LIST, {"title": "Buy milk"})["WWW-Authenticate"]


def test_the_metadata_that_the_challenge_names_is_there() -> None:
    document = Client().get("/.well-known/oauth-protected-resource/api").json()
    assert document["resource"] == f"{ISSUER}/api"


@pytest.mark.spec("RFC 6750 section 3.1")
def test_a_bearer_that_is_no_good_is_an_invalid_token() -> None:
    response = with_header("Bearer nonsense").get("/api/protected/")
    problem(response, 401)
    assert 'error="invalid_token", error_description="' in response["WWW-Authenticate"]
    assert METADATA in response["WWW-Authenticate"]


def test_a_token_that_is_no_good_is_challenged_in_its_own_scheme() -> None:
    assert with_header("Token " + "0" * 40).get("/api/protected/")["WWW-Authenticate"].startswith('Token realm="api"')


@pytest.mark.spec("RFC 6750 section 3.1")
def test_a_token_that_reads_may_not_write_and_learns_which_scope_it_needs(alice: User, web: RelyingParty) -> None:
    reader = oauth2_of(web, "alice", ["todo:read"])
    assert reader.get(TODO_LIST).status_code == 200
    response = reader.post(TODO_LIST, {"title": "Buy milk"})
    problem(response, 403)
    challenge = response["WWW-Authenticate"]
    assert challenge.startswith('Bearer realm="api", error="insufficient_scope"')
    assert 'scope="todo:write"' in challenge
    assert METADATA in challenge
    assert reader.get(TODO_LIST).json()["count"] == 0


def test_a_token_that_writes_may_not_read(alice: User, web: RelyingParty) -> None:
    writer = oauth2_of(web, "alice", ["todo:write"])
    assert writer.post(TODO_LIST, {"title": "Buy milk"}).status_code == 201
    assert 'scope="todo:read"' in writer.get(TODO_LIST)["WWW-Authenticate"]


def test_an_openid_token_opens_nothing_but_what_needs_no_scope(alice: User, web: RelyingParty) -> None:
    bare = oauth2_of(web, "alice", ["openid"])
    assert bare.get("/api/status/").status_code == 200
    for path in ("/api/", "/api/protected/", "/api/whoami/", TODO_LIST):
        assert 'error="insufficient_scope"' in bare.get(path)["WWW-Authenticate"]


def test_a_missing_role_is_403_without_a_challenge(alice: User, web: RelyingParty) -> None:
    callers = [session_of("alice"), jwt_of("alice"), drf_token_of("alice"), oauth2_of(web, "alice", ["reports:read"])]
    for caller in callers:
        response = caller.get("/api/manager-content/")
        assert problem(response, 403)["detail"] == "This needs the role Manager."
        assert "WWW-Authenticate" not in response


@pytest.mark.parametrize("path", ["token/", "jwt/token/", "jwt/token/refresh/", "register/", "logout/"])
def test_a_door_of_people_refuses_applications_without_insufficient_scope(
    alice: User, web: RelyingParty, machine: RelyingParty, path: str
) -> None:
    every = ["openid", "account:read", "todo:read", "todo:write", "admin:read"]
    for caller in (oauth2_of(web, "alice", every), machine_of(machine, ["admin:read"])):
        response = caller.post(f"/api/{path}", {"username": "alice", "password": "correct horse battery staple"})
        problem(response, 403)
        assert "WWW-Authenticate" not in response


def test_a_wrong_password_is_401_with_a_bearer_challenge(alice: User) -> None:
    response = nobody().post("/api/token/", {"username": "alice", "password": "wrong"})
    assert problem(response, 401)["detail"]
    assert response["WWW-Authenticate"].startswith("Bearer ")
