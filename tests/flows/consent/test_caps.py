"""The cap of an application: what administrators let it get at most, at issue and on the very next request."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from accounts.services.roles import grant_role
from oauth_server.protocol.models import Application
from tests.flows.explain.conftest import Explain, explain
from tests.flows.oauth import RelyingParty, allow, answer_of, claims_of

__all__ = ["explain"]
Register = Callable[..., RelyingParty]
SCOPE = "openid roles account:read todo:read reports:read employees:read offline_access"
FORMS = pytest.mark.parametrize("form", ["jwt", "opaque"])
EMPLOYEES, TODO, HR_CONTENT = "/api/v1/employees/", "/api/v1/todo/", "/api/hr-content/"


def cap(party: RelyingParty, **columns: str) -> None:
    """Cap a client, as an administrator does while its tokens live."""
    application = Application.objects.get(pk=party.application.pk)
    for name, value in columns.items():
        setattr(application, name, value)
    application.full_clean()
    application.save()


def call(token: str, path: str) -> Any:
    return Client().get(path, headers={"authorization": f"Bearer {token}"})


def status(token: str, path: str) -> int:
    return int(call(token, path).status_code)


@pytest.fixture
def hr(alice: User) -> User:
    """Alice, with a role."""
    grant_role(user=alice, role=Role.HR)
    return alice


@FORMS
def test_a_capped_scope_is_refused_on_the_next_request_and_back_when_the_cap_is_lifted(
    user_agent: Client, register: Register, form: str
) -> None:
    party = register(token_format=form)
    token = party.tokens(user_agent, scope=SCOPE)["access_token"]
    assert status(token, TODO) == 200
    cap(party, cap_scopes="openid account:read")
    refused = call(token, TODO)
    assert refused.status_code == 403
    assert 'error="insufficient_scope"' in refused["WWW-Authenticate"]
    assert "does not count for this application" in refused.json()["detail"]
    assert status(token, "/api/whoami/") == 200
    assert call(token, "/api/whoami/").json()["scopes"] == ["account:read", "openid"]
    cap(party, cap_scopes="")
    assert status(token, TODO) == 200


@FORMS
def test_a_capped_role_does_not_count_through_that_client_while_it_counts_through_another(
    hr: User, user_agent: Client, register: Register, form: str
) -> None:
    capped, free = register(token_format=form), register(token_format=form, name="Another")
    one, other = (party.tokens(user_agent, scope=SCOPE)["access_token"] for party in (capped, free))
    assert (status(one, HR_CONTENT), status(other, HR_CONTENT)) == (200, 200)
    cap(capped, cap_roles="Manager")
    assert (status(one, HR_CONTENT), status(other, HR_CONTENT)) == (403, 200)
    assert call(one, "/api/whoami/").json()["roles"] == []
    assert call(other, "/api/whoami/").json()["roles"] == ["HR"]
    assert user_agent.get(HR_CONTENT).status_code == 200, "the person is what they were"


def test_a_refusal_by_a_cap_is_explained_by_it(
    hr: User, user_agent: Client, web: RelyingParty, explain: Explain
) -> None:
    token = web.tokens(user_agent, scope=SCOPE)["access_token"]
    cap(web, cap_scopes="account:read employees:read", cap_roles="Manager")
    by_role = explain(call(token, HR_CONTENT).json()["decision"])
    assert (by_role["failed"], by_role["reason"]) == ("role", "holds none of HR, by cap_roles")
    assert "raises its cap of roles" in by_role["mend"]
    by_scope = explain(call(token, TODO).json()["decision"])
    assert (by_scope["failed"], by_scope["reason"]) == ("scope", "todo:read is missing, by cap_scopes")
    assert "raises the cap of scopes" in by_scope["mend"]
    other = explain(call(token, "/api/manager-content/").json()["decision"])
    assert other["reason"] == "holds none of Manager", "what the person lacks is not the cap's doing"


def test_through_a_client_of_capped_roles_nobody_is_a_superuser_staff_or_holds_a_permission(
    alice: User, user_agent: Client, register: Register
) -> None:
    party = register(scopes="account:read admin:read reports:read announcements:write")
    User.objects.update(is_superuser=True, is_staff=True)
    token = party.tokens(user_agent, scope="account:read admin:read reports:read")["access_token"]
    admin, reports = "/api/admin-content/", "/api/v1/reports/"
    assert (status(token, admin), status(token, reports)) == (200, 200)
    cap(party, cap_roles="HR")
    assert (status(token, admin), status(token, reports)) == (403, 403)
    cap(party, cap_roles="Admin Manager")
    assert (status(token, admin), status(token, reports)) == (403, 403), "alice holds neither role"
    grant_role(user=alice, role=Role.MANAGER)
    assert status(token, reports) == 200


def test_claims_tell_only_the_roles_that_count(hr: User, user_agent: Client, web: RelyingParty) -> None:
    grant_role(user=hr, role=Role.MANAGER)
    cap(web, cap_roles="Manager Admin")
    answer = web.tokens(user_agent, scope=SCOPE)
    assert claims_of(answer["access_token"])["roles"] == ["Manager"]
    assert call(answer["access_token"], "/o/userinfo/").json()["roles"] == ["Manager"]


def test_userinfo_and_introspection_see_the_cap_at_once(
    user_agent: Client, web: RelyingParty, register: Register
) -> None:
    answer = web.tokens(user_agent, scope="openid email profile account:read")
    cap(web, cap_scopes="openid account:read")
    assert set(call(answer["access_token"], "/o/userinfo/").json()) == {"sub"}
    server = register(
        authorization_grant_type="client-credentials", redirect_uri="", introspects="http://localhost:8000/api"
    )
    told = server.post(Client(), "/o/introspect/", token=answer["access_token"]).json()
    assert (told["active"], told["scope"]) == (True, "openid account:read")


def test_a_refresh_gives_what_the_cap_leaves(user_agent: Client, web: RelyingParty) -> None:
    answer = web.tokens(user_agent, scope=SCOPE)
    cap(web, cap_scopes="openid account:read offline_access")
    renewed = web.refresh(Client(), answer["refresh_token"]).json()
    assert renewed["scope"] == "openid offline_access account:read"
    wider = web.refresh(Client(), renewed["refresh_token"], scope="todo:read")
    assert (wider.status_code, wider.json()["error"]) == (400, "invalid_scope")
    cap(web, cap_scopes="")
    assert "todo:read" in web.refresh(Client(), renewed["refresh_token"]).json()["scope"], "the family keeps its own"


def test_a_code_is_exchanged_for_what_the_cap_leaves(user_agent: Client, web: RelyingParty) -> None:
    code = allow(user_agent, user_agent.get("/o/authorize/", web.request(scope=SCOPE)))["code"]
    cap(web, cap_scopes="openid account:read")
    assert web.exchange(Client(), code).json()["scope"] == "openid account:read"


def test_a_machine_gets_what_the_cap_leaves(register: Register) -> None:
    machine = register(authorization_grant_type="client-credentials", redirect_uri="", scopes="reports:read todo:read")
    token = machine.token(Client(), grant_type="client_credentials", scope="reports:read").json()["access_token"]
    assert status(token, "/api/v1/reports/") == 200
    cap(machine, cap_scopes="todo:read")
    assert status(token, "/api/v1/reports/") == 403
    answer = machine.token(Client(), grant_type="client_credentials", scope="reports:read")
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_scope")
    both = machine.token(Client(), grant_type="client_credentials", scope="reports:read todo:read")
    assert both.json()["scope"] == "todo:read"


def test_what_is_capped_is_neither_offered_nor_given_and_the_page_says_so(
    hr: User, user_agent: Client, web: RelyingParty
) -> None:
    cap(web, cap_scopes="openid account:read employees:read", cap_roles="Manager")
    response = user_agent.get("/o/authorize/", web.request(scope="openid todo:read employees:read"))
    page = user_agent.get(response["Location"])
    assert [scope["name"] for scope in page.context["scopes"]] == ["openid", "employees:read"]
    text = " ".join(page.content.decode().split())
    assert "The administrators of this server do not let it have that:</p> <ul> <li>See your to-do list</li>" in text
    assert "Your role HR does not count through this application." in text
    assert "Today: your own record only." in text
    answer = allow(user_agent, response, scopes=["employees:read", "todo:read"])
    assert web.exchange(Client(), answer["code"]).json()["scope"] == "openid employees:read"


def test_a_request_of_which_the_cap_leaves_nothing_is_refused(user_agent: Client, web: RelyingParty) -> None:
    cap(web, cap_scopes="account:read")
    refused = answer_of(user_agent.get("/o/authorize/", web.request(scope="todo:read")))
    assert refused["error"] == "invalid_scope"


def test_a_capped_claim_is_not_given(user_agent: Client, web: RelyingParty) -> None:
    cap(web, cap_scopes="openid account:read")
    request = {"claims": '{"userinfo": {"email": {"essential": true}}}'}
    page = user_agent.get("/o/authorize/", web.request(**request), follow=True)
    assert page.context["withheld"] == ["See your e-mail address"]
    token = web.tokens(user_agent, **request)["access_token"]
    assert "email" not in call(token, "/o/userinfo/").json()


def test_what_was_remembered_is_silent_for_the_rest(user_agent: Client, web: RelyingParty) -> None:
    web.tokens(user_agent, scope="openid todo:read")
    cap(web, cap_scopes="openid")
    code = answer_of(user_agent.get("/o/authorize/", web.request(scope="openid todo:read")))["code"]
    assert web.exchange(Client(), code).json()["scope"] == "openid"


@pytest.mark.parametrize("columns", [{"cap_scopes": "todo:read no:such"}, {"cap_roles": "Emperor"}])
def test_a_cap_names_scopes_and_roles_that_there_are(web: RelyingParty, columns: dict[str, str]) -> None:
    with pytest.raises(ValidationError) as refused:
        cap(web, **columns)
    assert list(refused.value.message_dict) == list(columns)
