"""Which revision a message speaks, and whether its headers say what its body does (2026-07-28: Streamable HTTP)."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any, Final

from resources.mcp.errors import RpcError
from resources.mcp.message import Message
from resources.mcp.words import Code, Header, Meta, Method, Revision

_ENCODED: Final = ("=?base64?", "?=")
"""What a header value stands between that could not stand there plain."""


def revision_of(message: Message, headers: Mapping[str, str]) -> Revision:
    """Return the revision of a message; raise RpcError where it is none of ours, or its headers contradict it.

    Without metadata of its own a message belongs to the revision with a handshake; as nothing is kept of that, the
    header says so again, and where it is missing the older form is taken for granted.
    """
    header, declared = headers.get(Header.PROTOCOL_VERSION), message.meta.get(Meta.PROTOCOL_VERSION)
    if message.id is None or (declared is None and header != Revision.STATELESS):
        return _known(header or Revision.HANDSHAKE, message)
    if not isinstance(declared, str) or not isinstance(message.meta.get(Meta.CLIENT_CAPABILITIES), dict):
        text = "_meta must name the protocol version and the client's capabilities."
        raise RpcError(Code.INVALID_PARAMS, text, id=message.id)
    _hold(Header.PROTOCOL_VERSION, header, declared, message)
    revision = _known(declared, message)
    if revision is Revision.STATELESS:
        _hold(Header.METHOD, headers.get(Header.METHOD), message.method, message)
        name = message.params.get("name")
        if message.method == Method.TOOLS_CALL and isinstance(name, str):
            _hold(Header.NAME, _decoded(headers.get(Header.NAME)), name, message)
    return revision


def _known(version: str, message: Message) -> Revision:
    if version not in tuple(Revision):
        data: dict[str, Any] = {"supported": [str(known) for known in Revision], "requested": version}
        raise RpcError(Code.UNSUPPORTED_PROTOCOL_VERSION, "Unsupported protocol version", data=data, id=message.id)
    return Revision(version)


def _hold(header: Header, sent: str | None, expected: str, message: Message) -> None:
    """Refuse a header that is missing or another than the body: whoever routed by it would have been misled."""
    if sent != expected:
        text = f"Header mismatch: {header} must repeat what the body says."
        raise RpcError(Code.HEADER_MISMATCH, text, id=message.id)


def _decoded(value: str | None) -> str | None:
    """Return what a header value stands for; None for what cannot be decoded."""
    before, after = _ENCODED
    if value is None or not (value.startswith(before) and value.endswith(after)):
        return value
    try:
        return base64.b64decode(value[len(before) : -len(after)], validate=True).decode()
    except (binascii.Error, ValueError):
        return None
