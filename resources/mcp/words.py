"""The wire words of the Model Context Protocol, revisions 2025-11-25 and 2026-07-28, and of JSON-RPC 2.0."""

from enum import IntEnum, StrEnum
from typing import Final

VERSION: Final = "2.0"
"""Of JSON-RPC."""


class Revision(StrEnum):
    """The revisions that are spoken here, the newest first: by the metadata of each request, or by a handshake."""

    STATELESS = "2026-07-28"
    HANDSHAKE = "2025-11-25"


class Method(StrEnum):
    """The methods that are answered; which revision knows which, `resources.mcp.methods` says."""

    INITIALIZE = "initialize"
    PING = "ping"
    DISCOVER = "server/discover"
    TOOLS_LIST = "tools/list"
    TOOLS_CALL = "tools/call"


class Code(IntEnum):
    """Error codes: of JSON-RPC 2.0 section 5.1, and those that revision 2026-07-28 defines."""

    PARSE_ERROR = -32700
    INVALID_REQUEST = -32600
    METHOD_NOT_FOUND = -32601
    INVALID_PARAMS = -32602
    HEADER_MISMATCH = -32020
    UNSUPPORTED_PROTOCOL_VERSION = -32022


class Header(StrEnum):
    """What is mirrored from the body, so that proxies can route by it."""

    PROTOCOL_VERSION = "MCP-Protocol-Version"
    METHOD = "Mcp-Method"
    NAME = "Mcp-Name"


class Meta(StrEnum):
    """Keys of `_meta` in requests and results of revision 2026-07-28."""

    PROTOCOL_VERSION = "io.modelcontextprotocol/protocolVersion"
    CLIENT_CAPABILITIES = "io.modelcontextprotocol/clientCapabilities"
    SERVER_INFO = "io.modelcontextprotocol/serverInfo"
