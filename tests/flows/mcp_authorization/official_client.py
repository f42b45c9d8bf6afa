"""The protocol's official client at a live server: it knows an address, and a person decides in a browser."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import anyio
from mcp import ClientSession
from mcp.client.auth import OAuthClientProvider, TokenStorage
from mcp.client.streamable_http import streamable_http_client
from mcp.shared._httpx_utils import create_mcp_http_client
from mcp.shared.auth import OAuthClientInformationFull, OAuthClientMetadata, OAuthToken
from pydantic import AnyUrl

from tests.live.person import Person, parameters_of

CALLBACK: Final = "http://127.0.0.1:33418/callback"
"""Where the person's browser would bring the answer; nothing listens there."""


class Kept(TokenStorage):
    """What the client remembers: for as long as a test lasts."""

    def __init__(self) -> None:
        self.tokens: OAuthToken | None = None
        self.client: OAuthClientInformationFull | None = None

    async def get_tokens(self) -> OAuthToken | None:
        """Return the tokens."""
        return self.tokens

    async def set_tokens(self, tokens: OAuthToken) -> None:
        """Keep the tokens."""
        self.tokens = tokens

    async def get_client_info(self) -> OAuthClientInformationFull | None:
        """Return the registration."""
        return self.client

    async def set_client_info(self, client_info: OAuthClientInformationFull) -> None:
        """Keep the registration."""
        self.client = client_info


class OfficialClient:
    """One installation of an agent, of one person. `address` is all that it knows; `asked` are the authorization
    requests that the person saw, of whose scopes they leave those of `ticked` (None: all)."""

    def __init__(self, person: Person, address: str, *, document: str | None = None) -> None:
        self.person, self.address, self.kept = person, address, Kept()
        self.asked: list[dict[str, str]] = []
        self.ticked: list[str] | None = None
        self._answer = ""
        metadata = OAuthClientMetadata(
            client_name="An agent",
            redirect_uris=[AnyUrl(CALLBACK)],
            grant_types=["authorization_code", "refresh_token"],
            token_endpoint_auth_method="none",
        )
        self.provider = OAuthClientProvider(
            address, metadata, self.kept, self._redirect, self._callback, client_metadata_url=document
        )

    async def _redirect(self, url: str) -> None:
        self.asked.append(parameters_of(url))
        self._answer = await anyio.to_thread.run_sync(self._decided, url)

    def _decided(self, url: str) -> str:
        return self.person.authorize(url, scope=self.ticked)

    async def _callback(self) -> tuple[str, str | None]:
        told = parameters_of(self._answer)
        assert told["iss"] == self.person.server.issuer
        return told["code"], told["state"]

    @asynccontextmanager
    async def session(self) -> AsyncIterator[ClientSession]:
        """Connect as an agent does: the first message is refused, and everything else follows from that."""
        async with (
            create_mcp_http_client(auth=self.provider) as http,
            streamable_http_client(self.address, http_client=http) as (read, write, _),
            ClientSession(read, write) as session,
        ):
            yield session

    async def get(self, address: str) -> tuple[int, object]:
        """Call an address that speaks no MCP, with the same authorization; return the status and the JSON."""
        async with create_mcp_http_client(auth=self.provider) as http:
            answer = await http.get(address)
            return answer.status_code, answer.json()
