"""The tools: what they do, for whom, and what the model is told where they do not."""

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from jsonschema import Draft202012Validator
from mcp import types

from accounts.models import User
from accounts.roles import Role
from accounts.services.roles import grant_role
from resources.models import Announcement, Todo
from tests.flows.mcp.test_messages import error
from tests.flows.mcp_authorization.agent import SCOPES, Agent
from tests.flows.mcp_authorization.conftest import agent_of
from tests.flows.oauth import RelyingParty

pytestmark = [pytest.mark.django_db, pytest.mark.spec("MCP section Calling_Tools")]
OWN = ["list_todos", "get_todo", "create_todo", "update_todo", "delete_todo"]
READ = ["list_announcements", "get_announcement"]
WRITTEN = ["create_announcement", "update_announcement", "delete_announcement"]


@pytest.fixture
def stranger_entry(db: None) -> int:
    """An entry of somebody else's."""
    return int(Todo.objects.create(user=User.objects.create_user("stranger"), title="A secret").pk)


@pytest.mark.spec("MCP section Listing_Tools")
def test_the_tools_that_a_person_may_use_today_are_listed_in_one_order(agent: Agent, alice: User) -> None:
    assert list(agent.tools()) == OWN + READ
    grant_role(user=alice, role=Role.MANAGER)
    assert list(agent.tools()) == OWN + READ + WRITTEN


@pytest.mark.spec("MCP section Tool")
def test_a_tool_says_what_it_takes_answers_and_does(agent: Agent, alice: User) -> None:
    grant_role(user=alice, role=Role.MANAGER)
    for name, tool in agent.tools().items():
        types.Tool.model_validate(tool)
        for schema in (tool["inputSchema"], tool["outputSchema"]):
            Draft202012Validator.check_schema(schema)
            assert schema["type"] == "object"
        reads = name.startswith(("list_", "get_"))
        assert tool["annotations"]["readOnlyHint"] is reads
        assert tool["annotations"]["destructiveHint"] is name.startswith(("update_", "delete_"))
        assert ("Needs the scope" in tool["description"]) is (name not in READ)
    assert agent.tools()["create_todo"]["inputSchema"] == {
        "type": "object",
        "properties": {
            "title": {"type": "string", "minLength": 1, "maxLength": 200},
            "description": {"type": "string", "maxLength": 2000},
            "completed": {"type": "boolean"},
        },
        "additionalProperties": False,
        "required": ["title"],
    }


@pytest.mark.spec("MCP section Structured_Content")
def test_an_entry_is_added_read_changed_listed_and_deleted(agent: Agent, alice: User) -> None:
    schemas = {name: Draft202012Validator(tool["outputSchema"]) for name, tool in agent.tools().items()}

    def said(name: str, **arguments: Any) -> dict[str, Any]:
        answer = agent.said(name, **arguments)
        schemas[name].validate(answer)
        return answer

    made = said("create_todo", title="Buy bread", description="Rye")
    assert Todo.objects.get().user == alice
    assert said("get_todo", id=made["id"]) == made
    assert said("update_todo", id=made["id"], completed=True)["completed"] is True
    assert said("list_todos", completed=True)["results"][0]["title"] == "Buy bread"
    assert said("list_todos", completed=False)["results"] == []
    assert said("delete_todo", id=made["id"]) == {"id": made["id"], "deleted": True}
    assert not Todo.objects.exists()


def test_a_list_has_pages_of_bounded_size(agent: Agent, alice: User) -> None:
    Todo.objects.bulk_create([Todo(user=alice, title=f"{number}") for number in range(25)])
    first = agent.said("list_todos")
    assert (first["count"], first["page"], first["next_page"], len(first["results"])) == (25, 1, 2, 20)
    second = agent.said("list_todos", page=2)
    assert (second["page"], second["next_page"], len(second["results"])) == (2, None, 5)
    assert len(agent.said("list_todos", page_size=10**6)["results"]) == 25
    assert agent.said("list_todos", search="24", ordering="title")["count"] == 1
    assert agent.failed("list_todos", page=3)["status"] == 404


def test_announcements_are_written_by_whoever_holds_the_permission(agent: Agent, alice: User) -> None:
    Announcement.objects.create(title="The lift is out of order")
    listed = agent.said("list_announcements")["results"]
    Draft202012Validator(agent.tools()["get_announcement"]["outputSchema"]).validate(listed[0])
    assert listed[0]["author"] is None
    refused = agent.failed("create_announcement", title="Cake")
    assert refused["detail"] == "This needs the permission resources.add_announcement."
    assert refused["decision"]
    grant_role(user=alice, role=Role.MANAGER)
    assert agent.said("create_announcement", title="Cake")["author"] == "alice"


@pytest.mark.parametrize(
    ("tool", "arguments"), [("get_todo", {}), ("update_todo", {"title": "x"}), ("delete_todo", {})]
)
def test_anothers_entry_is_not_found(agent: Agent, stranger_entry: int, tool: str, arguments: dict[str, Any]) -> None:
    assert agent.failed(tool, id=stranger_entry, **arguments)["status"] == 404
    assert Todo.objects.get().title == "A secret"


@pytest.mark.spec("MCP section Error_Handling")
@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("create_todo", {}),
        ("create_todo", {"title": ""}),
        ("create_todo", {"title": None}),
        ("create_todo", {"title": "x" * 201}),
        ("create_todo", {"title": "\x00"}),
        ("create_todo", {"title": ["x"]}),
        ("create_todo", {"title": {"a": "b"}}),
        ("create_todo", {"title": "x", "completed": "perhaps"}),
        ("create_todo", {"title": "x", "user": 1}),
        ("create_todo", {"title": "x", "id": 1}),
        ("create_todo", {"title": "x", "\x00": 1}),
        ("list_todos", {"page": 0}),
        ("list_todos", {"page": "last"}),
        ("list_todos", {"page": True}),
        ("list_todos", {"page": 10**18}),
        ("list_todos", {"page_size": "20"}),
        ("list_todos", {"search": "x" * 201}),
        ("list_todos", {"search": "\x00"}),
        ("list_todos", {"search": ["x"]}),
        ("list_todos", {"ordering": "user__password"}),
        ("list_todos", {"created_after": "yesterday"}),
        ("list_todos", {"user": 1}),
        ("list_todos", {"title": "x"}),
        ("get_todo", {}),
        ("get_todo", {"id": None}),
        ("get_todo", {"id": 0}),
        ("get_todo", {"id": -1}),
        ("get_todo", {"id": True}),
        ("get_todo", {"id": 1.0}),
        ("get_todo", {"id": "1"}),
        ("get_todo", {"id": 2**53}),
        ("get_todo", {"id": [1]}),
        ("delete_todo", {"id": 1, "title": "x"}),
    ],
    ids=str,
)
def test_arguments_that_are_not_the_tools_are_for_the_model_to_mend(
    agent: Agent, tool: str, arguments: dict[str, Any]
) -> None:
    assert agent.failed(tool, **arguments)["detail"]
    assert not Todo.objects.exists()


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"name": None},
        {"name": 1},
        {"name": ["list_todos"]},
        {"name": "no_such"},
        {"name": "List_Todos"},
        {"name": "list_todos", "arguments": []},
        {"name": "list_todos", "arguments": "x"},
        {"name": "list_todos", "arguments": None},
    ],
    ids=str,
)
def test_a_call_of_no_tool_is_an_error_of_the_protocol(agent: Agent, params: dict[str, Any]) -> None:
    name = params.get("name")
    error(agent.send("tools/call", params, mcp_name=name if isinstance(name, str) else None), 200, -32602)


def test_a_call_reaches_what_its_row_lets_it_and_nothing_else(
    party: RelyingParty, user_agent: Client, entry: int, revision: str
) -> None:
    agent = agent_of(party, user_agent, "account:read", revision=revision)
    assert agent.said("list_announcements")["results"] == []
    for name in OWN:
        assert agent.tool(name, id=entry).status_code == 403
    assert SCOPES.split()[0] in agent.tool("list_todos").json()["detail"]


def test_a_refused_call_is_explained_to_whoever_may_ask(agent: Agent, party: RelyingParty, user_agent: Client) -> None:
    narrow = agent_of(party, user_agent, "account:read")
    decisions = {
        agent.failed("create_announcement", title="Cake")["decision"],
        agent.failed("get_todo", id=1)["decision"],
        narrow.tool("list_todos").json()["decision"],
    }
    assert len(decisions) == 3


def test_a_missing_scope_is_explained_at_the_address_of_the_tool(
    party: RelyingParty, user_agent: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    decision = agent_of(party, user_agent, "account:read").tool("list_todos").json()["decision"]
    call_command("explain", decision)
    told = capsys.readouterr().out
    assert told.startswith("GET /api/v1/todo/\n")
    assert "todo:read" in told.partition("mend: ")[2]
