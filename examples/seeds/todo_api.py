"""Document 4, "Introduction on Securing Django APIs": the to-do API by token and by JWT, and refresh."""

from typing import Final

from examples.seeds.wire import Server

TITLE: Final = '4. "Securing Django APIs": the to-do list, token, JWT, refresh'
LIST: Final = "/api/v1/todo/"


def run(server: Server) -> None:
    """Write a list by token, read it by JWT; another person sees none of it."""
    server.call("nobody (the document's tutorial answers 403)", "GET", LIST, 401)
    reader = server.newcomer()
    token = server.call("a token", "POST", "/api/token/", 200, json=reader).body["token"]
    entry = _entries(server, f"Token {token}")
    pair = server.call("a JWT pair", "POST", "/api/jwt/token/", 200, json=reader).body
    server.call("the same list by JWT", "GET", LIST, 200, Authorization=f"Bearer {pair['access']}")
    other = server.call("another person", "POST", "/api/token/", 200, json=server.person("hana")).body["token"]
    server.call("does not find the entry", "GET", entry, 404, Authorization=f"Token {other}")
    server.call("nor deletes it", "DELETE", entry, 404, Authorization=f"Token {other}")
    _refresh(server, pair)
    server.call("delete", "DELETE", entry, 204, Authorization=f"Token {token}")
    server.call("it is gone", "GET", entry, 404, Authorization=f"Token {token}")


def _entries(server: Server, header: str) -> str:
    made = server.call("create", "POST", LIST, 201, json={"title": "Buy milk"}, Authorization=header).body
    entry = f"{LIST}{made['id']}/"
    server.call("list", "GET", LIST, 200, Authorization=header)
    server.call("update", "PUT", entry, 200, json={"title": "Buy bread"}, Authorization=header)
    done = server.call("change", "PATCH", entry, 200, json={"completed": True}, Authorization=header).body
    server.check("what was not named stays", "Buy bread", done["title"])
    server.call("a missing title", "POST", LIST, 400, json={}, Authorization=header)
    return entry


def _refresh(server: Server, pair: dict[str, str]) -> None:
    old = {"refresh": pair["refresh"]}
    following = server.call("refresh", "POST", "/api/jwt/token/refresh/", 200, json=old).body
    server.call("the spent one", "POST", "/api/jwt/token/refresh/", 401, json=old)
    server.call("the new access", "GET", LIST, 200, Authorization=f"Bearer {following['access']}")
