"""Every 4xx carries a decision that `manage.py explain` opens: a row of the caller, or the reason itself."""

from typing import Any
from uuid import UUID

import pytest

from accounts.models import User
from accounts.roles import Role
from accounts.services.roles import grant_role
from oauth_server.protocol.models import Application
from resources.models import Refusal
from resources.steps import ORDER, Step
from tests.flows.conftest import PASSWORD
from tests.flows.explain.conftest import Explain, outcomes
from tests.flows.guarded_api.callers import (
    Caller,
    browser_of,
    drf_token_of,
    jwt_of,
    machine_of,
    nobody,
    oauth2_of,
    session_of,
    with_header,
)
from tests.flows.guarded_api.conftest import TODO_LIST, machine, problem
from tests.flows.oauth import RelyingParty

__all__ = ["machine"]
pytestmark = pytest.mark.django_db


def decision(response: Any) -> str:
    assert 400 <= response.status_code < 500, response.content
    return str(problem(response, response.status_code)["decision"])


def is_row(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def failed_at(explanation: dict[str, Any]) -> str:
    """Assert that exactly one step failed, that none after it was reached; return it."""
    steps = outcomes(explanation)
    failed = [step for step, outcome in steps.items() if outcome == "failed"]
    assert failed == [explanation["failed"]]
    position = ORDER.index(Step(failed[0]))
    assert {steps[step] for step in ORDER[position + 1 :]} <= {"not reached"}
    assert "not reached" not in {steps[step] for step in ORDER[:position]}
    return failed[0]


def test_an_identified_caller_gets_the_id_of_a_row(alice: User, explain: Explain) -> None:
    given = decision(jwt_of("alice").get("/api/hr-content/"))
    assert is_row(given)
    said = explain(given)
    assert failed_at(said) == Step.ROLE
    assert (said["status"], said["method"], said["path"], said["kind"]) == (403, "GET", "/api/hr-content/", "jwt")
    assert said["user"] == str(alice.subject)
    assert said["mend"] == "Needs the role HR: an Admin gives it at PATCH /api/v1/users/{id}/."


def test_nobody_gets_the_sealed_reason_and_no_row_is_written(db: None, explain: Explain) -> None:
    given = decision(nobody().get("/api/protected/"))
    assert not is_row(given)
    said = explain(given)
    assert failed_at(said) == Step.RECOGNISED
    assert outcomes(said)[Step.VERIFIED] == "not reached"
    assert not Refusal.objects.exists()


def test_a_bad_credential_writes_no_row_and_its_answers_differ_in_nothing_but_the_sealed_text(
    alice: User, explain: Explain
) -> None:
    callers = {
        "unknown": with_header("Token " + "0" * 40),
        "malformed": with_header("Token nonsense"),
        "user_disabled": drf_token_of("alice"),
    }
    User.objects.update(is_active=False)
    answers = {reason: problem(caller.get("/api/protected/"), 401) for reason, caller in callers.items()}
    for reason, answer in answers.items():
        assert explain(answer["decision"])["reason"] == reason
    assert len({len(answer.pop("decision")) for answer in answers.values()}) == 1
    assert len({str(answer) for answer in answers.values()}) == 1
    assert not Refusal.objects.exists()


def test_each_reason_of_a_credential_fails_at_its_step(alice: User, web: RelyingParty, explain: Explain) -> None:
    def step(caller: Caller) -> tuple[str, str]:
        said = explain(decision(caller.get("/api/whoami/")))
        return failed_at(said), said["mend"]

    signed_in, browser = jwt_of("alice"), session_of("alice")
    third = oauth2_of(web, "alice", ["account:read"])
    cut = Caller(headers={"authorization": signed_in.headers["authorization"][:-4] + "AAAA"})
    assert step(cut)[0] == Step.VERIFIED
    Application.objects.update(enabled=False)
    assert step(third)[0] == Step.CLIENT
    Application.objects.update(enabled=True)
    User.objects.update(is_active=False)
    assert {step(caller)[0] for caller in (signed_in, third, browser)} == {Step.USER}
    assert "enables the account" in step(signed_in)[1]
    User.objects.update(is_active=True)
    assert signed_in.post("/api/logout/").status_code == 200
    assert step(signed_in) == (Step.SESSION, "Sign in again: the session was ended.")


def test_the_mend_of_a_missing_scope_knows_what_the_application_is_registered_for(
    alice: User, web: RelyingParty, explain: Explain
) -> None:
    caller = oauth2_of(web, "alice", ["account:read"])
    given = decision(caller.post(TODO_LIST, {"title": "Buy milk"}))
    said = explain(given)
    assert failed_at(said) == Step.SCOPE
    assert (said["client"], said["reason"]) == (web.application.client_id, "todo:write is missing")
    assert said["mend"] == "Ask for the scope todo:write: the application is registered for it."
    Application.objects.update(scopes="account:read")
    assert "is not registered for the scope todo:write" in explain(given)["mend"]
    web.application.delete()
    assert "no such application" in explain(given)["mend"]


def test_a_machine_is_explained_without_a_person(machine: RelyingParty, explain: Explain) -> None:
    said = explain(decision(machine_of(machine, ["account:read"]).get("/api/whoami/")))
    assert failed_at(said) == Step.MACHINE
    steps = outcomes(said)
    assert (steps[Step.CLIENT], steps[Step.USER], steps[Step.SESSION]) == ("passed", "not needed", "not needed")
    assert (said["user"], said["client"]) == (None, machine.application.client_id)


def test_another_s_entry_and_one_that_is_none_fail_at_the_object_rule_alike(alice: User, explain: Explain) -> None:
    User.objects.create_user("bob", password=PASSWORD)
    entry = jwt_of("alice").post(TODO_LIST, {"title": "Hers"}).json()["id"]
    other = jwt_of("bob")
    said = [explain(decision(other.get(f"{TODO_LIST}{number}/"))) for number in (entry, 999_999)]
    assert {failed_at(one) for one in said} == {Step.OBJECT}
    assert said[0]["path"] == said[1]["path"] == "/api/v1/todo/{id}/"
    assert str(entry) not in str(said[0]["chain"])


@pytest.mark.parametrize(
    ("method", "path", "body", "step"),
    [
        ("DELETE", "/api/protected/", None, Step.METHOD),
        ("POST", TODO_LIST, {}, Step.BODY),
        ("POST", TODO_LIST, "no object", Step.BODY),
        ("GET", "/api/nothing/", None, Step.ADDRESS),
        ("GET", "/api/v1/todo/none/", None, Step.ADDRESS),
    ],
)
def test_what_else_is_refused_has_a_step_too(
    alice: User, explain: Explain, method: str, path: str, body: Any, step: str
) -> None:
    assert failed_at(explain(decision(jwt_of("alice").call(method, path, body)))) == step


def test_a_request_that_cannot_be_answered_or_read_fails_before_anybody_is_recognised(
    alice: User, explain: Explain
) -> None:
    caller = jwt_of("alice")
    assert failed_at(explain(decision(caller.get("/api/protected/", accept="text/html")))) == Step.REQUEST
    both = caller.get("/api/protected/", x_api_key="key")
    assert failed_at(explain(decision(both))) == Step.RECOGNISED


def test_a_session_without_the_csrf_token_is_named_but_keeps_no_row(alice: User, explain: Explain) -> None:
    caller = session_of("alice")
    caller.headers = {}
    said = explain(decision(caller.post(TODO_LIST, {"title": "forged"}, origin="https://evil.example")))
    assert failed_at(said) == Step.CSRF
    assert (said["kind"], said["reason"]) == ("session", "Origin checking failed")
    assert "evil" not in str(said)
    assert not Refusal.objects.exists()


def test_a_session_that_has_ended_says_so_only_to_whoever_explains(alice: User, explain: Explain) -> None:
    caller = session_of("alice")
    User.objects.update(credential_epoch=7)
    answer = problem(caller.get("/api/protected/"), 401)
    plain = problem(nobody().get("/api/protected/"), 401)
    said = explain(answer.pop("decision"))
    plain.pop("decision")
    assert answer == plain
    assert (failed_at(said), said["reason"]) == (Step.SESSION, "epoch")


def test_too_many_guesses_and_wrong_passwords_are_explained(alice: User, explain: Explain) -> None:
    body = {"username": "alice", "password": "wrong"}
    answers = [nobody().post("/api/token/", body) for _ in range(11)]
    assert failed_at(explain(decision(answers[0]))) == Step.OPERATION
    last = explain(decision(answers[-1]))
    assert (last["status"], failed_at(last)) == (429, Step.LIMITS)
    assert not Refusal.objects.exists()


def test_a_person_with_the_role_is_refused_by_nothing(alice: User) -> None:
    grant_role(user=alice, role=Role.HR)
    assert jwt_of("alice").get("/api/hr-content/").status_code == 200
    assert not Refusal.objects.exists()


def test_the_row_outlives_what_the_operation_took_back(alice: User, explain: Explain) -> None:
    grant_role(user=alice, role=Role.ADMIN)
    said = explain(decision(jwt_of("alice").call("PATCH", f"/api/v1/users/{alice.pk}/", {"is_active": False})))
    assert (failed_at(said), said["status"]) == (Step.OPERATION, 403)
    assert Refusal.objects.filter(pk=said["decision"]).exists()
    assert User.objects.get().is_active


def test_a_field_that_asks_more_fails_at_its_own_step(alice: User, explain: Explain) -> None:
    grant_role(user=alice, role=Role.ADMIN)
    bob = User.objects.create_user("bob")
    script = drf_token_of("alice")
    said = explain(decision(script.call("PATCH", f"/api/v1/users/{bob.pk}/", {"roles": ["HR"]})))
    assert (failed_at(said), outcomes(said)[Step.OBJECT]) == (Step.FIELDS, "not reached")
    broken = script.client.generic("PATCH", f"/api/v1/users/{bob.pk}/", "{", "application/json", headers=script.headers)
    assert failed_at(explain(decision(broken))) == Step.FIELDS


def test_no_secret_stands_in_a_row_a_sealed_reason_or_a_log(
    alice: User, web: RelyingParty, explain: Explain, caplog: pytest.LogCaptureFixture
) -> None:
    key = web.tokens(browser_of("alice"), scope="account:read")["access_token"]
    with caplog.at_level("INFO", logger="resources"):
        row = decision(with_header(f"Bearer {key}").get(f"/api/hr-content/?access_token={key}"))
        sealed = decision(with_header(f"Bearer {key}x").get(f"/api/v1/todo/?access_token={key}"))
        unknown = decision(nobody().get(f"/api/{key}/"))
    kept = [
        str(list(Refusal.objects.values())),
        *(str(record.msg) for record in caplog.records if record.name.startswith("resources")),
    ]
    said = [str(explain(given)) for given in (row, sealed, unknown)]
    assert not [text for text in (*kept, *said) if key in text]
    assert not [text for text in kept if sealed in text]
