"""The request line names the method and the address; no header or other spelling does (RFC 9112 section 3)."""

import pytest

from accounts.models import User
from tests.flows.guarded_api.callers import jwt_of, nobody
from tests.flows.guarded_api.conftest import TODO_LIST

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path",
    [
        "/api//protected/",
        "//api/protected/",
        "/API/protected/",
        "/api/Protected/",
        "/api/protected//",
        "/api/status/..;/protected/",
        "/api/status/../admin-content/",
        "/api/protected/;a=b",
        "/api/protected/.json",
        "/api/protected.json",
        "/api/%2e%2e/admin/",
        "/api/protected%00/",
    ],
)
def test_another_spelling_of_an_address_opens_nothing(people: dict[str, User], path: str) -> None:
    caller = jwt_of(people["Admin"].username)
    assert caller.get(path).status_code in (308, 404)
    assert nobody().get(path).status_code in (308, 404)


@pytest.mark.parametrize("name", ["x-http-method-override", "x-method-override", "x-original-method"])
def test_a_header_cannot_change_the_method(alice: User, name: str) -> None:
    caller = jwt_of("alice")
    entry = caller.post(TODO_LIST, {"title": "Mine"}).json()
    caller.call("GET", f"{TODO_LIST}{entry['id']}/", **{name.replace("-", "_"): "DELETE"})
    caller.call("POST", f"{TODO_LIST}?_method=DELETE", {"title": "Second", "_method": "DELETE"}, **{name: "DELETE"})
    assert caller.get(f"{TODO_LIST}{entry['id']}/").status_code == 200


@pytest.mark.parametrize("name", ["x-original-url", "x-rewrite-url", "x-forwarded-prefix", "x-forwarded-path"])
def test_a_header_cannot_change_the_address(alice: User, name: str) -> None:
    sent = {name.replace("-", "_"): "/api/status/"}
    assert nobody().get("/api/protected/", **sent).status_code == 401
    assert jwt_of("alice").get("/api/admin-content/", **sent).status_code == 403


def test_an_address_without_its_last_slash_leads_to_the_one_that_has_it_with_method_and_body(alice: User) -> None:
    answer = jwt_of("alice").post("/api/v1/todo?a=b", {"title": "Buy milk"})
    assert (answer.status_code, answer["Location"]) == (308, "/api/v1/todo/?a=b")


def test_allow_says_the_same_on_every_answer(alice: User) -> None:
    caller = jwt_of("alice")
    answers = [caller.get("/api/v1/todo/"), caller.post("/api/v1/todo/", {}), caller.call("DELETE", "/api/v1/todo/")]
    assert [(answer.status_code, answer["Allow"]) for answer in answers] == [
        (200, "GET, POST"),
        (400, "GET, POST"),
        (405, "GET, POST"),
    ]
