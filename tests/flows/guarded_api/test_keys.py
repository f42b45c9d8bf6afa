"""GET, POST /api/keys/, DELETE /api/keys/{id}/: a person's own API keys (contract: First-party credentials)."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import ApiKey, Session, User
from tests.flows.conftest import PASSWORD
from tests.flows.guarded_api.callers import Caller, drf_token_of, jwt_of, nobody, oauth2_of, session_of
from tests.flows.guarded_api.conftest import problem
from tests.flows.guarded_api.keys import KEYS, key_of, made_key, made_service_key, with_key
from tests.flows.oauth import RelyingParty

pytestmark = pytest.mark.django_db
TODO_LIST = "/api/v1/todo/"
WHOAMI = "/api/whoami/"
READ = ["todo:read"]


@pytest.fixture
def owner(alice: User) -> Caller:
    """Alice, who has just signed in."""
    return jwt_of("alice")


@pytest.fixture
def bob(db: None) -> Caller:
    """Somebody else."""
    User.objects.create_user("bob", "bob@example.org", PASSWORD)
    return jwt_of("bob")


def test_a_key_is_answered_once_unstored_and_never_shown_again(owner: Caller) -> None:
    response = owner.post(KEYS, {"name": "Backup", "scopes": ["todo:read", "account:read"]})
    made = response.json()
    assert response.status_code == 201
    assert response["Cache-Control"] == "no-store"
    assert made["key"].startswith("osk_")
    assert len(made["key"]) == 42
    assert made["scopes"] == ["account:read", "todo:read"]
    listed = owner.get(KEYS).json()
    assert listed["count"] == 1
    assert listed["results"][0] == {name: value for name, value in made.items() if name != "key"}
    assert made["key"] not in json.dumps(listed)
    assert not ApiKey.objects.filter(digest__contains=made["key"]).exists()


def test_a_key_acts_as_its_owner_within_its_scopes(owner: Caller) -> None:
    made = made_key(owner, ["account:read", "todo:read"])
    script = with_key(made["key"])
    answer = script.get(WHOAMI).json()
    assert answer["authentication"] == "api_key"
    assert answer["username"] == "alice"
    assert answer["scopes"] == ["account:read", "todo:read"]
    assert answer["client"] == {"client_id": made["hint"], "name": "A script"}
    assert "email" not in answer
    owner.post(TODO_LIST, {"title": "Buy milk"})
    assert script.get(TODO_LIST).json()["count"] == 1
    refusal = script.post(TODO_LIST, {"title": "Buy bread"})
    problem(refusal, 403)
    assert 'error="insufficient_scope"' in refusal["WWW-Authenticate"]


def test_a_key_opens_no_role_that_its_owner_has_not(owner: Caller) -> None:
    problem(with_key(made_key(owner, ["admin:read"])["key"]).get("/api/admin-content/"), 403)


def test_the_list_has_pages_newest_first_and_ones_own_alone(owner: Caller, bob: Caller) -> None:
    made_key(bob, READ)
    names = [made_key(owner, READ, name=f"Key {number}")["name"] for number in range(3)]
    page = owner.get(f"{KEYS}?page_size=2").json()
    assert [row["name"] for row in page["results"]] == [names[2], names[1]]
    assert page["count"] == 3
    assert page["next"]


def test_a_revoked_key_is_dead_at_the_next_request(owner: Caller) -> None:
    made = made_key(owner, READ)
    script = with_key(made["key"])
    assert script.get(TODO_LIST).status_code == 200
    assert owner.call("DELETE", f"{KEYS}{made['id']}/").status_code == 204
    problem(script.get(TODO_LIST), 401)
    assert owner.get(KEYS).json()["count"] == 0
    problem(owner.call("DELETE", f"{KEYS}{made['id']}/"), 404)


def test_anothers_key_and_a_services_are_not_found(owner: Caller, bob: Caller) -> None:
    made = made_key(owner, READ)
    service = made_service_key("A service", "--scope", "reports:read")
    for number in (made["id"], service["id"], 0, 10**30):
        problem(bob.call("DELETE", f"{KEYS}{number}/"), 404)
    assert with_key(made["key"]).get(TODO_LIST).status_code == 200
    assert bob.get(KEYS).json()["count"] == 0


def test_an_expired_key_is_dead_and_not_listed(owner: Caller) -> None:
    made = made_key(owner, READ)
    ApiKey.objects.update(expires=timezone.now())
    problem(with_key(made["key"]).get(TODO_LIST), 401)
    assert owner.get(KEYS).json()["count"] == 0


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"expires": "2999-01-01T00:00:00Z"}, "#/expires"),
        ({"expires": "2020-01-01T00:00:00Z"}, "#/expires"),
        ({"expires": "tomorrow"}, "#/expires"),
        ({"scopes": []}, "#/scopes"),
        ({"scopes": "todo:read"}, "#/scopes"),
    ],
    ids=repr,
)
def test_a_refusal_points_at_the_field_that_is_wrong(owner: Caller, changed: dict[str, Any], pointer: str) -> None:
    refusal = owner.post(KEYS, {"name": "A script", "scopes": READ, **changed})
    assert [error["pointer"] for error in problem(refusal, 400)["errors"]] == [pointer]


def test_a_key_ends_after_90_days_unless_it_says_otherwise(owner: Caller) -> None:
    made_key(owner, READ)
    assert abs(ApiKey.objects.get().expires - timezone.now() - timedelta(days=90)) < timedelta(minutes=1)
    sooner = timezone.now() + timedelta(days=1)
    assert made_key(owner, READ, expires=sooner.isoformat())["expires"].startswith(f"{sooner:%Y-%m-%d}")


@pytest.mark.parametrize(
    "changed",
    [
        {"scopes": []},
        {"scopes": ["openid"]},
        {"scopes": ["email"]},
        {"scopes": ["offline_access"]},
        {"scopes": ["todo:read", "nonsense"]},
        {"scopes": "todo:read"},
        {"scopes": {"todo:read": 1}},
        {"scopes": [["todo:read"]]},
        {"scopes": ["\ud800"]},
        {"scopes": None},
        {"name": ""},
        {"name": "n" * 101},
        {"name": "a\x00b"},
        {"name": "\ud800"},
        {"name": {}},
        {"expires": "tomorrow"},
        {"expires": "2020-01-01T00:00:00Z"},
        {"expires": "9999-12-31T23:59:59-12:00"},
        {"expires": "0001-01-01T00:00:00+14:00"},
        {"expires": [1]},
        {"expires": "2999-01-01T00:00:00Z"},
    ],
    ids=repr,
)
def test_what_no_key_may_be_is_400_and_makes_none(owner: Caller, changed: dict[str, Any]) -> None:
    problem(owner.post(KEYS, {"name": "A script", "scopes": READ, **changed}), 400)
    assert not ApiKey.objects.exists()


def test_one_person_holds_fifty_keys_and_no_more(owner: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accounts.services.api_keys.MOST", 2)
    first = made_key(owner, READ)
    made_key(owner, READ)
    problem(owner.post(KEYS, {"name": "A third", "scopes": READ}), 400)
    owner.call("DELETE", f"{KEYS}{first['id']}/")
    made_key(owner, READ)


def test_a_key_takes_a_recent_sign_in(owner: Caller, alice: User) -> None:
    made = made_key(owner, READ)
    Session.objects.update(auth_time=timezone.now() - timedelta(minutes=16))
    refusal = owner.post(KEYS, {"name": "Another", "scopes": READ})
    problem(refusal, 401)
    assert 'error="insufficient_user_authentication"' in refusal["WWW-Authenticate"]
    assert 'max_age="900"' in refusal["WWW-Authenticate"]
    assert owner.get(KEYS).status_code == 200
    assert owner.call("DELETE", f"{KEYS}{made['id']}/").status_code == 204


def test_what_knows_no_sign_in_makes_no_key(alice: User, web: RelyingParty) -> None:
    body = {"name": "A script", "scopes": READ}
    problem(drf_token_of("alice").post(KEYS, body), 403)
    key = key_of("alice", READ)
    for caller in (key, oauth2_of(web, "alice", ["account:read", "todo:read"])):
        for method in ("GET", "POST"):
            problem(caller.call(method, KEYS, body), 403)
    problem(nobody().post(KEYS, body), 401)
    problem(nobody().get(KEYS), 401)
    assert ApiKey.objects.count() == 1


def test_a_session_makes_a_key_with_its_csrf_token_alone(alice: User) -> None:
    signed_in = session_of("alice")
    problem(Caller(signed_in.client).post(KEYS, {"name": "A script", "scopes": READ}), 403)
    made_key(signed_in, READ)


def test_the_owner_is_told_by_mail_and_not_told_the_key(
    owner: Caller, verified: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = made_key(owner, READ, name="Backup <b>")
    letter = mail.outbox[-1]
    assert letter.to == ["alice@example.org"]
    assert made["hint"] in str(letter.body)
    assert "Backup <b>" in str(letter.body)
    assert made["key"] not in str(letter.body)


def test_the_use_of_a_key_is_noted_once_in_five_minutes(owner: Caller) -> None:
    script = with_key(made_key(owner, READ)["key"])
    assert ApiKey.objects.get().last_used is None
    script.get(TODO_LIST)
    noted = ApiKey.objects.get().last_used
    assert noted is not None
    script.get(TODO_LIST)
    assert ApiKey.objects.get().last_used == noted
    ApiKey.objects.update(last_used=noted - timedelta(minutes=5))
    script.get(TODO_LIST)
    assert ApiKey.objects.filter(last_used__gte=noted).exists()


def test_a_key_lasts_a_year_at_most(owner: Caller) -> None:
    too_long = (timezone.now() + timedelta(days=366)).isoformat()
    problem(owner.post(KEYS, {"name": "A script", "scopes": READ, "expires": too_long}), 400)
