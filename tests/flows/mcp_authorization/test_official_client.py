"""A client that knows nothing but an address discovers, registers, authorizes and calls (MCP Authorization)."""

import json
import ssl
from collections.abc import Iterator
from pathlib import Path

import anyio
import pytest
import requests
from mcp import types

from oauth_server.demo_certificate import ensure_certificate
from tests.client_server import ClientServer
from tests.flows.mcp_authorization.official_client import CALLBACK, OfficialClient
from tests.live.fixtures import worker_of
from tests.live.person import Person
from tests.live.server import LiveServer

pytestmark = pytest.mark.spec("MCP Authorization section Authorization_Flow_Steps")
BESIDE = 400
"""Added to the worker's number: the database of this server is its own."""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The certificate of the agents' maker, and its key."""
    return ensure_certificate(tmp_path_factory.mktemp("maker"))


@pytest.fixture(scope="module")
def open_server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, certificate: tuple[Path, Path]
) -> Iterator[LiveServer]:
    """A server at which anybody may register a client, and that trusts the maker's certificate."""
    worker = f"gw{BESIDE + int(worker_of(request.config).removeprefix('gw'))}"
    server = LiveServer(
        tmp_path_factory.mktemp("open"),
        worker=worker,
        REGISTRATION="open",
        FETCH_ALLOWED_HOSTS="localhost",
        SSL_CERT_FILE=str(certificate[0]),
    )
    try:
        server.prepare()
        server.start()
        yield server
    finally:
        server.discard()


@pytest.fixture
def somebody(open_server: LiveServer) -> Iterator[Person]:
    """A person with a fresh account."""
    with Person(open_server) as person:
        yield person.sign_up()


@pytest.fixture
def document(certificate: tuple[Path, Path]) -> Iterator[str]:
    """The address of the metadata document that an agent's maker published."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(*certificate)
    maker = ClientServer(tls)
    address = f"https://localhost:{maker.port}/agent.json"
    content = {
        "client_id": address,
        "client_name": "An agent",
        "redirect_uris": [CALLBACK],
        "grant_types": ["authorization_code", "refresh_token"],
        "token_endpoint_auth_method": "none",
    }
    maker.says("Content-Type: application/json", body=json.dumps(content).encode())
    yield address
    maker.close()


async def works(agent: OfficialClient) -> None:
    """Use the tools as an agent does."""
    async with agent.session() as session:
        greeting = await session.initialize()
        assert (greeting.protocolVersion, greeting.serverInfo.name) == ("2025-11-25", "oauth-server")
        names = [tool.name for tool in (await session.list_tools()).tools]
        assert {"list_todos", "create_todo", "list_announcements"} <= set(names)
        assert "create_announcement" not in names
        made = await session.call_tool("create_todo", {"title": "Buy bread"})
        assert made.structuredContent is not None
        read = await session.call_tool("get_todo", {"id": made.structuredContent["id"]})
        assert read.structuredContent == made.structuredContent
        listed = await session.call_tool("list_todos", {"search": "bread"})
        assert listed.structuredContent is not None
        assert [entry["title"] for entry in listed.structuredContent["results"]] == ["Buy bread"]
        missing = await session.call_tool("get_todo", {"id": 10**9})
        assert missing.isError
        assert isinstance(missing.content[0], types.TextContent)
        assert json.loads(missing.content[0].text)["status"] == 404


@pytest.mark.spec("MCP Authorization section Dynamic_Client_Registration")
def test_an_agent_that_registers_itself_uses_the_tools(somebody: Person) -> None:
    address = f"{somebody.server.issuer}/mcp"
    agent = OfficialClient(somebody, address)
    anyio.run(works, agent)
    (request,) = agent.asked
    assert request["resource"] == address
    assert request["code_challenge_method"] == "S256"
    assert set(request["scope"].split()) == {"todo:read", "todo:write"}
    assert agent.kept.client is not None
    assert agent.kept.client.client_id == request["client_id"]


@pytest.mark.spec("MCP Authorization section Client_ID_Metadata_Documents")
def test_an_agent_that_describes_itself_uses_the_tools(somebody: Person, document: str) -> None:
    agent = OfficialClient(somebody, f"{somebody.server.issuer}/mcp", document=document)
    anyio.run(works, agent)
    (request,) = agent.asked
    assert request["client_id"] == document


@pytest.mark.spec("MCP Authorization section Step_Up_Authorization_Flow")
def test_an_agent_asks_for_the_scope_that_it_lacks_once_it_needs_it(somebody: Person) -> None:
    agent = OfficialClient(somebody, f"{somebody.server.issuer}/mcp")
    agent.ticked = ["todo:read"]

    async def steps_up() -> None:
        async with agent.session() as session:
            await session.initialize()
            assert not (await session.call_tool("list_todos", {})).isError
            agent.ticked = None
            made = await session.call_tool("create_todo", {"title": "Buy bread"})
            assert not made.isError

    anyio.run(steps_up)
    assert [request["scope"] for request in agent.asked] == ["todo:read todo:write", "todo:write"]


@pytest.mark.spec("MCP Authorization section Runtime_Insufficient_Scope_Errors")
def test_without_the_scope_nothing_is_written(somebody: Person) -> None:
    agent = OfficialClient(somebody, f"{somebody.server.issuer}/mcp")
    agent.ticked = ["todo:read"]

    async def looks() -> None:
        async with agent.session() as session:
            await session.initialize()

    anyio.run(looks)
    assert agent.kept.tokens is not None
    call = {"name": "create_todo", "arguments": {"title": "Never written"}}
    refused = requests.post(
        agent.address,
        json={"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call},
        headers={"Authorization": f"Bearer {agent.kept.tokens.access_token}"},
        timeout=10,
    )
    assert refused.status_code == 403
    assert 'error="insufficient_scope"' in refused.headers["WWW-Authenticate"]
    assert 'scope="todo:write"' in refused.headers["WWW-Authenticate"]


@pytest.mark.spec("MCP Authorization section Canonical_Server_URI")
@pytest.mark.parametrize("describes_itself", [False, True])
def test_the_api_is_found_and_called_in_the_same_way(somebody: Person, document: str, describes_itself: bool) -> None:
    issuer = somebody.server.issuer
    agent = OfficialClient(somebody, f"{issuer}/api/", document=document if describes_itself else None)
    status, found = anyio.run(agent.get, f"{issuer}/api/")
    assert status == 200, found
    (request,) = agent.asked
    assert request["resource"] == f"{issuer}/api"
    assert request["scope"] == "account:read"
    assert agent.kept.tokens is not None
    at_the_tools = requests.post(
        f"{issuer}/mcp",
        json={"jsonrpc": "2.0", "id": 1, "method": "tools/list"},
        headers={"Authorization": f"Bearer {agent.kept.tokens.access_token}"},
        timeout=10,
    )
    assert at_the_tools.status_code == 401, "a token of the API is none of the tools'"
