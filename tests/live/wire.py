"""HTTP/1.1 by hand, for what no client library would send."""

import contextlib
import socket


def answer_to(port: int, request: bytes) -> tuple[int, str]:
    """Send bytes to the server; return the status and everything after the status line.

    A server may answer before it has read everything, and close: what it said by then counts.
    """
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(request)
        received = b""
        with contextlib.suppress(ConnectionResetError):
            while part := connection.recv(65536):
                received += part
    assert received.startswith(b"HTTP/1.1 "), received[:200]
    status, _, rest = received.decode(errors="replace").partition("\r\n")
    return int(status.split()[1]), rest


def post(path: str, *headers: str, body: bytes = b"") -> bytes:
    """Return a POST with these header lines, after which the connection closes."""
    lines = [f"POST {path} HTTP/1.1", "Host: localhost", "Connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
