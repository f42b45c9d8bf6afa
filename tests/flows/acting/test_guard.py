"""How far who acts for a person gets at the guarded API: every address and method, beside a table written by hand."""

from typing import Any, Final

import pytest
from django.test import Client

from accounts.models import ApiKey, User
from accounts.roles import Role
from accounts.services.roles import grant_role
from oauth_server.vocabulary import CredentialKind, Scope
from resources.decision import decide
from resources.demand import Acting
from resources.models import Announcement, Employee, Report, Todo
from resources.policy import DESCRIBED, Rule
from resources.policy.rule import ANY_ROLE
from resources.principal import Principal
from tests.flows.acting.acting import Administrator, call

pytestmark = pytest.mark.spec("RFC 8693 section 4.1")
READS: Final = {
    "GET /api/",
    "GET /api/status/",
    "GET /api/schema/",
    "GET /api/protected/",
    "GET /api/whoami/",
    "GET /api/hr-content/",
    "GET /api/manager-content/",
    "GET /api/admin-content/",
    "GET /api/v1/todo/",
    "GET /api/v1/todo/{id}/",
    "GET /api/v1/announcements/",
    "GET /api/v1/announcements/{id}/",
    "GET /api/v1/reports/",
    "GET /api/v1/reports/{id}/",
    "GET /api/v1/employees/",
    "GET /api/v1/employees/{id}/",
}
"""What somebody may read who acts for one that holds every role, as they do; nothing is written here."""
CLOSED: Final = {
    "POST /api/v1/todo/",
    "PUT /api/v1/todo/{id}/",
    "PATCH /api/v1/todo/{id}/",
    "DELETE /api/v1/todo/{id}/",
    "POST /api/v1/announcements/",
    "PUT /api/v1/announcements/{id}/",
    "PATCH /api/v1/announcements/{id}/",
    "DELETE /api/v1/announcements/{id}/",
    "POST /api/v1/reports/",
    "PUT /api/v1/reports/{id}/",
    "PATCH /api/v1/reports/{id}/",
    "DELETE /api/v1/reports/{id}/",
    "POST /api/v1/employees/",
    "PUT /api/v1/employees/{id}/",
    "PATCH /api/v1/employees/{id}/",
    "DELETE /api/v1/employees/{id}/",
    "GET /api/v1/users/",
    "GET /api/v1/users/{id}/",
    "PATCH /api/v1/users/{id}/",
    "DELETE /api/v1/users/{id}/",
    "POST /api/token/",
    "POST /api-token-auth/",
    "POST /api/jwt/token/",
    "POST /api/jwt/token/refresh/",
    "POST /api/jwt/token/verify/",
    "POST /api/jwt/token/blacklist/",
    "POST /api/jwt/sliding/",
    "POST /api/jwt/sliding/refresh/",
    "POST /api/login/",
    "POST /api/mfa/",
    "POST /api/passkey/",
    "GET /api/profile/",
    "PATCH /api/profile/",
    "POST /api/password/change/",
    "POST /api/password/reset/",
    "POST /api/password/reset/confirm/",
    "POST /api/register/",
    "GET /api/keys/",
    "POST /api/keys/",
    "DELETE /api/keys/{id}/",
    "POST /api/logout/",
}
"""What changes anything, and whatever is about accounts and credentials."""
EVERY_SCOPE: Final = (
    "account:read todo:read todo:write announcements:write reports:read reports:write employees:read employees:write"
    " admin:read"
)


@pytest.fixture
def token(administrator: Administrator, alice: User) -> str:
    """Adam acts for alice, who holds every role as he does, with every scope of the API."""
    for role in Role:
        grant_role(user=alice, role=role)
        grant_role(user=administrator.user, role=role)
    administrator.token = administrator.party.tokens(administrator.user_agent, scope=f"openid admin:act {EVERY_SCOPE}")[
        "access_token"
    ]
    response = administrator.act_for(alice, scope=EVERY_SCOPE)
    assert response.status_code == 200, response.content
    return str(response.json()["access_token"])


@pytest.fixture
def entries(alice: User) -> dict[str, int]:
    """One entry of each kind, alice's own where that matters."""
    return {
        "/api/v1/todo/": Todo.objects.create(user=alice, title="Water the plants").pk,
        "/api/v1/announcements/": Announcement.objects.create(title="The lift is out of order").pk,
        "/api/v1/reports/": Report.objects.create(title="The second quarter").pk,
        "/api/v1/employees/": Employee.objects.create(user=alice, name="Alice").pk,
        "/api/v1/users/": alice.pk,
        "/api/keys/": 1,
    }


def addresses(rule: Rule) -> list[str]:
    return [rule.path, *([rule.also] if rule.also else [])]


def test_every_address_and_method_is_decided_here() -> None:
    offered = {f"{method} {path}" for rule in DESCRIBED for path in addresses(rule) for method in rule.methods}
    assert offered == READS | CLOSED
    assert not READS & CLOSED


def test_who_acts_reads_what_the_person_reads_and_nothing_else(token: str, entries: dict[str, int]) -> None:
    found = {}
    for line in sorted(READS | CLOSED):
        method, path = line.split()
        address = path.replace("{id}", str(entries.get(path.partition("{")[0], 0)))
        found[line] = call(token, method, address).status_code
    assert {line for line, answered in found.items() if answered == 200} == READS
    assert {line for line, answered in found.items() if answered == 403} == CLOSED
    assert not ApiKey.objects.exists()


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_refusal_names_its_step(token: str, entries: dict[str, int], method: str) -> None:
    path = "/api/v1/todo/" if method == "POST" else f"/api/v1/todo/{entries['/api/v1/todo/']}/"
    answer = call(token, method, path)
    assert (answer.status_code, answer.json()["detail"]) == (
        403,
        "Nobody may do this while acting for another person.",
    )
    assert "WWW-Authenticate" not in answer
    assert Todo.objects.count() == 1


def test_the_same_person_writes_with_a_token_of_their_own(
    token: str, alice: User, administrator: Administrator
) -> None:
    user_agent = Client()
    user_agent.force_login(alice)
    own = administrator.party.tokens(user_agent, scope="openid todo:write")["access_token"]
    assert call(own, "POST", "/api/v1/todo/", data={"title": "Water the plants"}).status_code == 201


def test_what_who_acts_may_do_is_what_whoami_says(token: str) -> None:
    told = call(token, "GET", "/api/whoami/").json()["may"]
    assert {method for row in told for method in row["methods"]} == {"GET"}
    assert not [row for row in told if row["path"].startswith("/api/v1/users/")]


def test_a_row_may_say_otherwise() -> None:
    actor = {"sub": "a person", "client_id": "a client"}
    principal = Principal(CredentialKind.OAUTH2, object(), scopes=frozenset(Scope), actor=actor)
    allowed = {
        acting: [
            method
            for method in ("GET", "POST")
            if decide(
                principal,
                Rule(
                    "",
                    "",
                    ANY_ROLE,
                    read=Scope.TODO_READ,
                    write=Scope.TODO_WRITE,
                    methods=("GET", "POST"),
                    acting=acting,
                ).demand(method),
            )
            is None
        ]
        for acting in Acting
    }
    assert allowed == {Acting.NEVER: [], Acting.READING: ["GET"], Acting.WRITING: ["GET", "POST"]}


@pytest.mark.parametrize(
    ("actor", "acting"),
    [
        (None, False),
        ({"sub": "a client", "client_id": "a client"}, False),
        ({"sub": "a client", "client_id": "a client", "act": {"sub": "b", "client_id": "b"}}, False),
        ({"sub": "a person", "client_id": "a client"}, True),
        ({"sub": "a person"}, True),
        ({"sub": "a client", "client_id": "a client", "act": {"sub": "a person", "client_id": "b"}}, True),
    ],
)
def test_a_client_that_passes_a_call_on_acts_for_nobody(actor: Any, acting: bool) -> None:
    assert Principal(CredentialKind.OAUTH2, object(), actor=actor).is_acting is acting
