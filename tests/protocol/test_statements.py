"""What each request costs in statements, on the database in use; a verb says whether it reads or writes.

What the audit trail gets comes on top and is counted apart: one row where somebody was given something, none where not.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from oauth_server.protocol.tokens.verify import verify_access_token
from tests.flows.oauth import RelyingParty, allow
from tests.statements import audited

Run = Callable[[Callable[[], Any]], list[str]]
FORMS = pytest.mark.parametrize("form", ["jwt", "opaque"])
SCOPE = "openid profile email roles account:read offline_access"


def verbs(statements: list[str]) -> list[str]:
    return [statement.split(None, 1)[0].lower() for statement in statements]


def answered(response: Any) -> None:
    assert response.status_code == 200, response.content


@pytest.mark.parametrize(("form", "cost"), [("jwt", ["select"]), ("opaque", ["select", "insert"])])
def test_client_credentials_cost_a_read_and_a_write_where_the_token_is_kept(
    register: Callable[..., RelyingParty], statements: Run, form: str, cost: list[str]
) -> None:
    machine = register(authorization_grant_type="client-credentials", redirect_uri="", token_format=form)
    run = statements(lambda: answered(machine.token(Client(), grant_type="client_credentials", scope="reports:read")))
    assert verbs(audited(run, 1)) == cost


def test_an_exchange_costs_three(web: RelyingParty, user_agent: Client, statements: Run) -> None:
    code = allow(user_agent, user_agent.get("/o/authorize/", web.request(scope=SCOPE)))["code"]
    run = statements(lambda: answered(web.exchange(Client(), code)))
    assert verbs(audited(run, 1)) == ["select", "update", "insert"]


def test_an_exchange_costs_four_where_the_token_is_kept(
    opaque: RelyingParty, user_agent: Client, statements: Run
) -> None:
    code = allow(user_agent, user_agent.get("/o/authorize/", opaque.request(scope=SCOPE)))["code"]
    run = statements(lambda: answered(opaque.exchange(Client(), code)))
    assert verbs(audited(run, 1)) == ["select", "update", "insert", "insert"]


def test_a_refresh_costs_two(web: RelyingParty, user_agent: Client, statements: Run) -> None:
    answer = web.tokens(user_agent, scope=SCOPE)
    run = statements(lambda: answered(web.refresh(Client(), answer["refresh_token"])))
    assert verbs(audited(run, 1)) == ["select", "update"]


def test_a_refresh_costs_three_where_the_token_is_kept(
    opaque: RelyingParty, user_agent: Client, statements: Run
) -> None:
    answer = opaque.tokens(user_agent, scope=SCOPE)
    run = statements(lambda: answered(opaque.refresh(Client(), answer["refresh_token"])))
    assert verbs(audited(run, 1)) == ["select", "update", "insert"]


def test_a_retry_costs_four(web: RelyingParty, user_agent: Client, statements: Run) -> None:
    answer = web.tokens(user_agent, scope=SCOPE)
    answered(web.refresh(Client(), answer["refresh_token"]))
    run = statements(lambda: answered(web.refresh(Client(), answer["refresh_token"])))
    assert verbs(audited(run, 1)) == ["select", "update", "select", "update"]


@FORMS
def test_introspection_costs_one(
    register: Callable[..., RelyingParty], user_agent: Client, statements: Run, form: str
) -> None:
    web = register(token_format=form)
    server = register(introspects="http://localhost:8000/api")
    answer = web.tokens(user_agent, scope=SCOPE)
    for name, hint in (("access_token", ""), ("refresh_token", "refresh_token")):
        question = {"token": answer[name], "token_type_hint": hint}
        run = statements(lambda question=question: answered(server.post(Client(), "/o/introspect/", **question)))  # type: ignore[misc] # - defaults bind the loop's values
        assert verbs(audited(run, 0)) == ["select"]


@FORMS
def test_userinfo_costs_one(
    register: Callable[..., RelyingParty], user_agent: Client, statements: Run, form: str
) -> None:
    web = register(token_format=form)
    headers = {"authorization": f"Bearer {web.tokens(user_agent, scope=SCOPE)['access_token']}"}
    run = statements(lambda: answered(Client().get("/o/userinfo/", headers=headers)))
    assert verbs(audited(run, 0)) == ["select"]


@FORMS
def test_verifying_costs_one_with_everything_about_the_person(
    register: Callable[..., RelyingParty], user_agent: Client, statements: Run, form: str
) -> None:
    web = register(token_format=form)
    token, request = web.tokens(user_agent, scope=SCOPE)["access_token"], RequestFactory().get("/api/")

    def verify() -> None:
        facts = verify_access_token(token, request)
        assert facts.user.username == "alice"
        assert not facts.user.email_verified
        assert facts.roles == frozenset()

    assert verbs(statements(verify)) == ["select"]


@pytest.mark.django_db(transaction=True)
def test_an_exchange_and_a_refresh_are_one_transaction_each(web: RelyingParty, user_agent: Client) -> None:
    code = allow(user_agent, user_agent.get("/o/authorize/", web.request(scope=SCOPE)))["code"]
    commits = []
    with CaptureQueriesContext(connection) as captured:
        answer = web.exchange(Client(), code).json()
    commits.append([query["sql"] for query in captured if query["sql"].startswith("COMMIT")])
    with CaptureQueriesContext(connection) as captured:
        answered(web.refresh(Client(), answer["refresh_token"]))
    commits.append([query["sql"] for query in captured if query["sql"].startswith("COMMIT")])
    assert [len(found) for found in commits] == [1, 1]
    assert not transaction.get_connection().in_atomic_block
