"""Statuses, everywhere alike (contract: The guarded API), and the challenges of RFC 6750 and RFC 9728."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.flows.guarded_api.callers import (
    drf_token_of,
    jwt_of,
    machine_of,
    nobody,
    oauth2_of,
    session_of,
    with_header,
)
from tests.flows.oauth import ISSUER, RelyingParty

pytestmark = pytest.mark.django_db
METADATA = f'resource_metadata="{ISSUER}/.well-known/oauth-protected-resource/api"'
TODO = "/api/v1/todo/"


def problem(response: Any, status: int) -> dict[str, Any]:
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    answer: dict[str, Any] = response.json()
    assert {"type", "title", "status", "detail", "decision"} <= set(answer)
    assert answer["status"] == status
    return answer


@pytest.mark.spec("RFC 9728 section 5.1")
@pytest.mark.parametrize(
    ("path", "scope"),
    [("/api/", "account:read"), ("/api/protected/", "account:read"), (TODO, "todo:read")],
)
def test_without_a_credential_the_challenge_says_where_to_begin(path: str, scope: str) -> None:
    response = nobody().get(path)
    problem(response, 401)
    assert response["WWW-Authenticate"] == f'Bearer realm="api", scope="{scope}", {METADATA}'


def test_a_write_is_challenged_with_the_scope_of_writing() -> None:
    assert 'scope="todo:write"' in nobody().post(TODO, {"title": "Buy milk"})["WWW-Authenticate"]


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
    assert reader.get(TODO).status_code == 200
    response = reader.post(TODO, {"title": "Buy milk"})
    problem(response, 403)
    challenge = response["WWW-Authenticate"]
    assert challenge.startswith('Bearer realm="api", error="insufficient_scope"')
    assert 'scope="todo:write"' in challenge
    assert METADATA in challenge
    assert reader.get(TODO).json()["count"] == 0


def test_a_token_that_writes_may_not_read(alice: User, web: RelyingParty) -> None:
    writer = oauth2_of(web, "alice", ["todo:write"])
    assert writer.post(TODO, {"title": "Buy milk"}).status_code == 201
    assert 'scope="todo:read"' in writer.get(TODO)["WWW-Authenticate"]


def test_an_openid_token_opens_nothing_but_what_needs_no_scope(alice: User, web: RelyingParty) -> None:
    bare = oauth2_of(web, "alice", ["openid"])
    assert bare.get("/api/status/").status_code == 200
    for path in ("/api/", "/api/protected/", "/api/whoami/", TODO):
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


def test_every_refusal_has_an_id_of_its_own() -> None:
    ids = {problem(nobody().get("/api/protected/"), 401)["decision"] for _ in range(3)}
    assert len(ids) == 3


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
def test_a_method_that_an_address_has_not_is_405(alice: User, method: str) -> None:
    response = jwt_of("alice").call(method, "/api/protected/")
    problem(response, 405)
    assert response["Allow"] == "GET"


def test_head_is_get_without_a_body(alice: User) -> None:
    response = jwt_of("alice").call("HEAD", "/api/protected/")
    assert (response.status_code, response.content) == (200, b"")


def test_another_answer_than_json_is_406(alice: User) -> None:
    caller = jwt_of("alice")
    problem(caller.get("/api/protected/", accept="text/html"), 406)
    for accept in ("*/*", "application/*", "text/html, */*;q=0.1", "application/json"):
        assert caller.get("/api/protected/", accept=accept).status_code == 200, accept
    for accept in ("", ";;;", "application", "a/b/c", "*;q=x", "\x00", "é"):
        assert caller.get("/api/protected/", accept=accept).status_code in (200, 406), accept


@pytest.mark.parametrize(
    ("body", "content_type"),
    [("<title/>", "text/xml"), ("--x--", "multipart/form-data; boundary=x"), ("title=a", "text/plain"), ("a", "")],
)
def test_another_body_than_json_or_a_form_is_415(alice: User, body: str, content_type: str) -> None:
    headers = jwt_of("alice").headers
    problem(Client().generic("POST", TODO, body, content_type=content_type, headers=headers), 415)


def test_a_form_is_as_good_as_json(alice: User) -> None:
    headers = jwt_of("alice").headers
    form = "title=Buy+milk&completed=true"
    response = Client().generic("POST", TODO, form, content_type="application/x-www-form-urlencoded", headers=headers)
    assert (response.status_code, response.json()["title"], response.json()["completed"]) == (201, "Buy milk", True)


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"\xff\xfe",
        b"nul",
        b"NaN",
        b'{"title": Infinity}',
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b"9" * 5_000,
        b'{"title": "\xed\xa0\x80"}',
        b"\x00",
    ],
)
def test_a_body_that_is_no_json_is_400(alice: User, body: bytes) -> None:
    headers = jwt_of("alice").headers
    problem(Client().generic("POST", TODO, body, content_type="application/json", headers=headers), 400)


@pytest.mark.parametrize("content_type", ["application/json", "application/x-www-form-urlencoded"])
@pytest.mark.parametrize("signed_in", [True, False])
def test_a_body_too_large_is_400_and_not_read(alice: User, settings: Any, content_type: str, signed_in: bool) -> None:
    caller = session_of("alice") if signed_in else jwt_of("alice")
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    body = '{"title": "' + "a" * 1000 + '"}'
    response = caller.client.generic("POST", TODO, body, content_type=content_type, headers=caller.headers)
    problem(response, 400)


def test_a_form_of_too_many_fields_is_400(alice: User) -> None:
    form = "&".join(f"a{number}=b" for number in range(300))
    for caller in (jwt_of("alice"), session_of("alice")):
        content_type = "application/x-www-form-urlencoded"
        problem(caller.client.generic("POST", TODO, form, content_type=content_type, headers=caller.headers), 400)


def test_missing_fields_are_named(db: None) -> None:
    answer = problem(nobody().post("/api/token/", {}), 400)
    assert sorted(error["pointer"] for error in answer["errors"]) == ["#/password", "#/username"]


def test_a_wrong_password_is_401_with_a_bearer_challenge(alice: User) -> None:
    response = nobody().post("/api/token/", {"username": "alice", "password": "wrong"})
    assert problem(response, 401)["detail"]
    assert response["WWW-Authenticate"].startswith("Bearer ")


def test_too_many_guesses_are_429_and_say_when_to_come_back(alice: User) -> None:
    body = {"username": "alice", "password": "wrong"}
    responses = [nobody().post("/api/token/", body) for _ in range(11)]
    problem(responses[-1], 429)
    assert int(responses[-1]["Retry-After"]) > 0


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
    assert caller.get(path).status_code in (301, 404)
    assert nobody().get(path).status_code in (301, 404)


@pytest.mark.parametrize("name", ["x-http-method-override", "x-method-override", "x-original-method"])
def test_a_header_cannot_change_the_method(alice: User, name: str) -> None:
    caller = jwt_of("alice")
    entry = caller.post(TODO, {"title": "Mine"}).json()
    caller.call("GET", f"{TODO}{entry['id']}/", **{name.replace("-", "_"): "DELETE"})
    caller.call("POST", f"{TODO}?_method=DELETE", {"title": "Second", "_method": "DELETE"}, **{name: "DELETE"})
    assert caller.get(f"{TODO}{entry['id']}/").status_code == 200


@pytest.mark.parametrize("name", ["x-original-url", "x-rewrite-url", "x-forwarded-prefix", "x-forwarded-path"])
def test_a_header_cannot_change_the_address(alice: User, name: str) -> None:
    sent = {name.replace("-", "_"): "/api/status/"}
    assert nobody().get("/api/protected/", **sent).status_code == 401
    assert jwt_of("alice").get("/api/admin-content/", **sent).status_code == 403


def test_no_answer_of_the_api_may_be_kept_by_a_cache(alice: User, web: RelyingParty) -> None:
    callers = [nobody(), session_of("alice"), jwt_of("alice"), drf_token_of("alice"), with_header("Bearer nonsense")]
    paths = ["/api/", "/api/status/", "/api/protected/", "/api/whoami/", "/api/hr-content/", TODO, "/api/nothing/"]
    for caller in callers:
        for path in paths:
            response = caller.get(path)
            assert response["Cache-Control"] == "no-store"
            assert {"Authorization", "Cookie"} <= {name.strip() for name in response["Vary"].split(",")}
