"""What the API tells its caller about itself; a third party learns of the person only what its scopes name."""

import pytest

from accounts.models import User
from tests.flows.guarded_api.callers import drf_token_of, jwt_of, oauth2_of, session_of
from tests.flows.oauth import RelyingParty

WHOAMI = "/api/whoami/"
PERSON = {"email", "first_name", "last_name", "roles"}


def test_a_first_party_sees_the_whole_person(alice: User) -> None:
    for kind, caller in (
        ("session", session_of("alice")),
        ("jwt", jwt_of("alice")),
        ("drf_token", drf_token_of("alice")),
    ):
        answer = caller.get(WHOAMI).json()
        assert answer["authentication"] == kind
        assert (answer["client"], answer["scopes"]) == (None, None)
        assert (answer["username"], answer["email"], answer["first_name"]) == ("alice", "alice@example.org", "Alice")
        assert answer["roles"] == []


@pytest.mark.parametrize(
    ("scope", "seen"),
    [
        ("", set()),
        ("email", {"email"}),
        ("profile", {"first_name", "last_name"}),
        ("roles", {"roles"}),
        ("email profile roles", PERSON),
    ],
)
def test_an_application_sees_of_the_person_what_its_scopes_name(
    people: dict[str, User], web: RelyingParty, scope: str, seen: set[str]
) -> None:
    name = people["Manager"].username
    answer = oauth2_of(web, name, ["openid", "account:read", *scope.split()]).get(WHOAMI).json()
    assert answer["username"] == name
    assert set(answer) & PERSON == seen
    assert answer.get("roles", ["Manager"]) == ["Manager"]


def test_an_application_sees_which_client_and_scopes_it_is(alice: User, web: RelyingParty) -> None:
    answer = oauth2_of(web, "alice", ["account:read", "todo:read"]).get(WHOAMI).json()
    assert answer["authentication"] == "oauth2"
    assert answer["client"] == {"client_id": web.client_id, "name": "A web application"}
    assert answer["scopes"] == ["account:read", "todo:read"]


def test_what_it_may_do_is_what_the_api_lets_it_do(people: dict[str, User], web: RelyingParty) -> None:
    name = people["HR"].username
    for caller in (session_of(name), oauth2_of(web, name, ["account:read", "todo:read", "reports:read"])):
        opened = {row["path"]: row["methods"] for row in caller.get(WHOAMI).json()["may"]}
        for row in caller.get("/api/").json()["resources"]:
            path, readable = row["path"], "GET" in opened.get(row["path"], [])
            assert row["allowed"] == (path in opened)
            if "{id}" not in path:
                assert (caller.get(path).status_code == 200) == readable
