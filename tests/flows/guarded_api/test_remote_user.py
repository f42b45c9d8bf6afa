"""Whom a proxy has signed in: REMOTE_USER_HEADER and TRUSTED_PROXIES together, and nobody is created (contract)."""

from ipaddress import ip_network
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.services import credentials
from tests.flows.guarded_api.callers import Caller, drf_key_of, jwt_pair_of, nobody, session_of
from tests.flows.guarded_api.conftest import problem
from tests.flows.guarded_api.keys import key_of

pytestmark = pytest.mark.django_db
WHOAMI = "/api/whoami/"
STATUS = "/api/status/"
TODO_LIST = "/api/v1/todo/"
TODO = {"title": "Buy milk"}


@pytest.fixture
def trusted(settings: Any) -> None:
    """A proxy at the address of the tests names people."""
    settings.REMOTE_USER_HEADER = "X-Remote-User"
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.0/8")]


def behind(name: str) -> Caller:
    """A browser whose proxy names somebody with each request."""
    caller = Caller(headers={"x-remote-user": name})
    caller.client.get("/accounts/login/")
    return Caller(caller.client, {"x-remote-user": name, "x-csrftoken": caller.client.cookies["csrftoken"].value})


def test_the_person_is_who_the_proxy_says(trusted: None, alice: User) -> None:
    answer = behind("alice").get(WHOAMI)
    assert answer.json()["authentication"] == "remote_user"
    assert answer.json()["username"] == "alice"
    assert behind("ALICE").get(WHOAMI).json()["username"] == "alice"


def test_roles_are_read_live(trusted: None, people: dict[str, User]) -> None:
    assert behind(people["Admin"].username).get("/api/admin-content/").status_code == 200
    problem(behind(people["HR"].username).get("/api/admin-content/"), 403)


@pytest.mark.parametrize("missing", ["REMOTE_USER_HEADER", "TRUSTED_PROXIES"])
def test_one_setting_alone_trusts_nobody(trusted: None, alice: User, settings: Any, missing: str) -> None:
    setattr(settings, missing, type(getattr(settings, missing))())
    problem(behind("alice").get(WHOAMI), 401)


def test_another_address_than_the_proxys_is_not_believed(trusted: None, alice: User) -> None:
    for address in ("192.0.2.1", "::1", "", "nonsense"):
        answer = Client(REMOTE_ADDR=address).get(WHOAMI, headers={"x-remote-user": "alice"})
        problem(answer, 401)
        forwarded = {"x-remote-user": "alice", "x-forwarded-for": "127.0.0.1"}
        problem(Client(REMOTE_ADDR=address).get(WHOAMI, headers=forwarded), 401)
        assert Client(REMOTE_ADDR=address).get(STATUS, headers={"x-remote-user": "nobody"}).status_code == 200


@pytest.mark.parametrize(
    "name",
    ["remote-user", "x-forwarded-user", "x-auth-request-user", "x-remoteuser", "x-remote-users", "xx-remote-user"],
)
def test_another_header_than_the_one_that_is_set_says_nothing(trusted: None, alice: User, name: str) -> None:
    problem(nobody().call("GET", WHOAMI, None, **{name: "alice"}), 401)


def test_the_variable_of_the_web_server_says_nothing(trusted: None, alice: User, client: Client) -> None:
    problem(client.get(WHOAMI, REMOTE_USER="alice", X_REMOTE_USER="alice"), 401)


@pytest.mark.parametrize(
    "value",
    [
        "nobody",
        "",
        " ",
        "alice, bob",
        "alice,alice",
        "alice@example.org",
        "al\x00ice",
        "alice\n",
        "é",
        "\udcff",
        "a" * 9000,
    ],
)
def test_what_is_no_name_of_somebody_here_is_401_everywhere_and_creates_nobody(
    trusted: None, alice: User, value: str
) -> None:
    sent = value.encode("utf-8", "surrogateescape").decode("latin-1")
    for path in (WHOAMI, STATUS):
        problem(nobody().get(path, x_remote_user=sent), 401)
    assert User.objects.count() == 1


def test_a_name_beyond_ascii_is_utf_8(trusted: None, db: None) -> None:
    User.objects.create_user("Zoë")
    assert nobody().get(WHOAMI, x_remote_user="zoë".encode().decode("latin-1")).json()["username"] == "Zoë"


def test_a_disabled_account_is_401(trusted: None, alice: User) -> None:
    credentials.disable_user(user=alice, by=None)
    problem(behind("alice").get(STATUS), 401)


def test_browsers_send_it_along_so_that_a_write_needs_the_csrf_token(trusted: None, alice: User) -> None:
    browser = behind("alice")
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        problem(nobody().call(method, TODO_LIST, TODO, x_remote_user="alice"), 403)
    assert browser.get(TODO_LIST).json()["count"] == 0
    problem(browser.post(TODO_LIST, TODO, origin="https://evil.example"), 403)
    assert browser.post(TODO_LIST, TODO).status_code == 201


def test_it_knows_no_recent_sign_in(trusted: None, alice: User) -> None:
    problem(behind("alice").post("/api/keys/", {"name": "A key", "scopes": ["todo:read"]}), 403)


def test_a_credential_in_a_header_wins_over_it(trusted: None, alice: User, people: dict[str, User]) -> None:
    administrator = people["Admin"].username
    key = key_of("alice", ["account:read"]).headers["x-api-key"]
    for header in (f"Bearer {jwt_pair_of('alice')['access']}", f"Token {drf_key_of('alice')}"):
        assert nobody().get(WHOAMI, x_remote_user=administrator, authorization=header).json()["username"] == "alice"
    assert nobody().get(WHOAMI, x_remote_user=administrator, x_api_key=key).json()["username"] == "alice"
    problem(nobody().get(WHOAMI, x_remote_user="alice", authorization="Bearer nonsense"), 401)
    assert nobody().get(WHOAMI, x_remote_user="nobody", x_api_key=key).status_code == 200


def test_it_wins_over_cookies_which_may_be_of_whoever_sat_there_before(
    trusted: None, alice: User, people: dict[str, User]
) -> None:
    before = session_of(people["Admin"].username)
    assert before.get(WHOAMI, x_remote_user="alice").json()["username"] == "alice"
    problem(before.get("/api/admin-content/", x_remote_user="alice"), 403)
    problem(before.get(WHOAMI, x_remote_user="nobody"), 401)


def test_it_signs_nobody_in_to_the_pages(trusted: None, alice: User, client: Client) -> None:
    assert client.get("/", headers={"x-remote-user": "alice"}).context["user"].is_anonymous
    assert client.get("/admin/", headers={"x-remote-user": "alice"}).status_code == 302
