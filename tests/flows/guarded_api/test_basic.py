"""HTTP Basic (RFC 7617): off, and then not advertised; on for testing, and no way around anything."""

from base64 import b64encode
from typing import Any

import pytest
from allauth.account.models import EmailAddress

from accounts.models import Session, User
from accounts.services import credentials
from accounts.services.guessing import LIMIT
from tests.flows.conftest import PASSWORD
from tests.flows.guarded_api.callers import Caller, jwt_of, nobody, session_of, with_header
from tests.flows.guarded_api.conftest import problem

pytestmark = [pytest.mark.django_db, pytest.mark.spec("RFC 7617 section 2")]
WHOAMI = "/api/whoami/"
STATUS = "/api/status/"
TODO_LIST = "/api/v1/todo/"
TODO = {"title": "Buy milk"}


def basic(name: str, password: str = PASSWORD, *, scheme: str = "Basic") -> Caller:
    return with_header(f"{scheme} {b64encode(f'{name}:{password}'.encode()).decode()}")


def in_a_browser(name: str) -> Caller:
    """What a browser sends after its password dialog: the header of itself, its cookies, and the page's CSRF token."""
    caller = basic(name)
    caller.client.get("/accounts/login/")
    caller.headers["x-csrftoken"] = caller.client.cookies["csrftoken"].value
    return caller


@pytest.fixture
def on(settings: Any) -> None:
    """Basic is on."""
    settings.BASIC_AUTHENTICATION = True


def test_off_the_right_password_is_401_everywhere_and_nothing_advertises_it(alice: User) -> None:
    for path in (WHOAMI, STATUS):
        answer = basic("alice").get(path)
        problem(answer, 401)
        assert "basic" not in answer["WWW-Authenticate"].lower()
    assert "basic" not in nobody().get(WHOAMI)["WWW-Authenticate"].lower()
    assert "basic" not in nobody().post("/api/token/", {"username": "a", "password": "b"})["WWW-Authenticate"].lower()


@pytest.mark.spec("RFC 7617 section 2.1")
def test_on_it_is_advertised_beside_bearer_wherever_a_401_is(on: None, alice: User) -> None:
    wrong = {"username": "alice", "password": "wrong"}
    for answer in (nobody().get(WHOAMI), with_header("Bearer x").get(STATUS), nobody().post("/api/token/", wrong)):
        problem(answer, 401)
        assert answer["WWW-Authenticate"].startswith("Bearer ")
        assert answer["WWW-Authenticate"].endswith(', Basic realm="api", charset="UTF-8"')


@pytest.mark.parametrize("scheme", ["Basic", "basic", "BASIC"])
def test_on_name_and_password_are_a_credential_that_opens_no_session(on: None, alice: User, scheme: str) -> None:
    caller = basic("alice", scheme=scheme)
    answer = caller.get(WHOAMI)
    assert answer.json()["authentication"] == "basic"
    assert not answer.cookies
    assert not Session.objects.exists()
    del caller.headers["authorization"]
    problem(caller.get(WHOAMI), 401)


def test_a_verified_address_signs_in_and_an_unverified_one_does_not(on: None, alice: User) -> None:
    problem(basic("alice@example.org").get(WHOAMI), 401)
    EmailAddress.objects.create(user=alice, email="alice@example.org", verified=True, primary=True)
    assert basic("alice@example.org").get(WHOAMI).status_code == 200


def test_names_and_passwords_are_utf_8_and_a_password_may_have_colons_and_spaces(on: None, db: None) -> None:
    User.objects.create_user("Zoë", password=" pass:wört \u00a0 ")
    assert basic("zoë", " pass:wört \u00a0 ").get(WHOAMI).json()["username"] == "Zoë"
    problem(basic("zoë", "pass:wört \u00a0").get(WHOAMI), 401)


def test_browsers_attach_it_so_that_a_write_needs_the_csrf_token(on: None, alice: User) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        problem(basic("alice").call(method, TODO_LIST, TODO), 403)
    assert jwt_of("alice").get(TODO_LIST).json()["count"] == 0
    browser = in_a_browser("alice")
    problem(browser.post(TODO_LIST, TODO, origin="https://evil.example"), 403)
    assert browser.post(TODO_LIST, TODO).status_code == 201


def test_it_knows_no_recent_sign_in(on: None, alice: User) -> None:
    problem(in_a_browser("alice").post("/api/keys/", {"name": "A key", "scopes": ["todo:read"]}), 403)


def test_it_wins_over_a_session_and_never_falls_back_to_it(on: None, alice: User, people: dict[str, User]) -> None:
    signed_in = session_of(people["Admin"].username)
    header = basic("alice").headers["authorization"]
    assert signed_in.get(WHOAMI, authorization=header).json()["username"] == "alice"
    problem(signed_in.get("/api/admin-content/", authorization=header), 403)
    problem(signed_in.get(WHOAMI, authorization=basic("alice", "wrong").headers["authorization"]), 401)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "=",
        "alice",
        "YQ",
        "YWxpY2U=",
        b64encode(b"\xff\xfe:\xff").decode(),
        b64encode(b"alice:\x00").decode(),
        b64encode(b"al\x00ice:password").decode(),
        b64encode(b"alice:a\nb").decode(),
        b64encode(b":").decode(),
        b64encode(b"nobody:").decode(),
        b64encode(b"a" * 300 + b":password").decode(),
        b64encode(b"alice:" + b"p" * 5000).decode(),
        "A" * 9000,
        "YWxp_2U6",
        "YWxp 2U6",
        "é",
    ],
)
def test_what_is_no_name_and_password_is_401(on: None, alice: User, token: str) -> None:
    problem(with_header(f"Basic {token}").get(STATUS), 401)


def test_two_of_them_are_400(on: None, alice: User) -> None:
    value = basic("alice").headers["authorization"]
    problem(with_header(f"{value}, {value}").get(STATUS), 400)


def test_an_account_with_a_second_factor_is_refused_with_the_right_password(
    on: None, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert basic("alice").get(WHOAMI).status_code == 200
    monkeypatch.setattr("accounts.services.basic_authentication.has_second_factor", lambda user: user == alice)
    problem(basic("alice").get(WHOAMI), 401)
    problem(basic("alice").get(STATUS), 401)


def test_an_address_that_must_be_verified_first_keeps_the_account_out(on: None, alice: User, settings: Any) -> None:
    settings.EMAIL_VERIFICATION = "mandatory"
    problem(basic("alice").get(WHOAMI), 401)
    EmailAddress.objects.create(user=alice, email="alice@example.org", verified=True, primary=True)
    assert basic("alice").get(WHOAMI).status_code == 200


def test_a_disabled_account_is_refused(on: None, alice: User) -> None:
    credentials.disable_user(user=alice, by=None)
    problem(basic("alice").get(STATUS), 401)


def test_wrong_passwords_count_with_those_of_every_other_door(on: None, alice: User) -> None:
    wrong = {"username": "alice", "password": "wrong"}
    for _ in range(LIMIT // 2):
        problem(nobody().post("/api/jwt/token/", wrong), 401)
    for _ in range(LIMIT - LIMIT // 2):
        problem(basic("alice", "wrong").get(WHOAMI), 401)
    for answer in (basic("alice").get(WHOAMI), basic("alice").get(STATUS), nobody().post("/api/jwt/token/", wrong)):
        problem(answer, 429)
        assert int(answer["Retry-After"]) > 0


def test_a_locked_account_costs_no_hash(on: None, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(LIMIT):
        basic("alice", "wrong").get(WHOAMI)
    monkeypatch.setattr(User, "check_password", lambda *_: pytest.fail("a hash was made"))
    problem(basic("alice").get(WHOAMI), 429)


def test_an_address_tries_no_more_names_than_at_the_other_doors(on: None, db: None) -> None:
    answers = [basic(f"nobody{number}", "wrong").get(STATUS).status_code for number in range(31)]
    assert answers == [401] * 30 + [429]


def test_many_right_ones_are_not_limited(on: None, alice: User) -> None:
    assert {basic("alice").get(STATUS).status_code for _ in range(35)} == {200}
