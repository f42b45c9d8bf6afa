"""Document 2, "Authentication": every built-in method, JWT, and a method of one's own."""

from typing import Final

from examples.seeds.wire import Server, basic

TITLE: Final = '2. "Authentication": built-in methods, JWT, one of our own'


def run(server: Server) -> None:
    """Use each credential on the same address, and see each refused where it is not good."""
    alice = server.person("alice")
    expected = 200 if server.takes_basic() else 401
    server.call("Basic", "GET", "/api/whoami/", expected, Authorization=basic(alice))
    server.call("a remote user that no proxy vouches for", "GET", "/api/whoami/", 401, Remote_User="adam")
    token = server.call("a token", "POST", "/api/token/", 200, json=alice).body["token"]
    server.call("Authorization: Token", "GET", "/api/protected/", 200, Authorization=f"Token {token}")
    server.call("the word Token is needed", "GET", "/api/protected/", 401, Authorization=token)
    pair = server.call("a JWT pair", "POST", "/api/jwt/token/", 200, json=alice).body
    bearer = f"Bearer {pair['access']}"
    server.call("Authorization: Bearer", "GET", "/api/protected/", 200, Authorization=bearer)
    server.call("a refresh token is no access token", "GET", "/api/protected/", 401, Authorization=_bearer(pair))
    server.call("a JWT with a letter changed", "GET", "/api/protected/", 401, Authorization=_forged(bearer))
    _key(server, bearer)
    server.call("a wrong password", "POST", "/api/jwt/token/", 401, json={**alice, "password": "wrong"})


def _key(server: Server, bearer: str) -> None:
    """A header of one's own, as the document's custom class has it: a key, with scopes and an end."""
    asked = {"name": "A script", "scopes": ["todo:read"]}
    made = server.call("make a key", "POST", "/api/keys/", 201, json=asked, Authorization=bearer).body
    key = made["key"]
    server.call("X-API-Key reads", "GET", "/api/v1/todo/", 200, X_API_Key=key)
    server.call("and writes not", "POST", "/api/v1/todo/", 403, json={"title": "no"}, X_API_Key=key)
    server.call("two credentials", "GET", "/api/v1/todo/", 400, X_API_Key=key, Authorization=bearer)
    server.call("end the key", "DELETE", f"/api/keys/{made['id']}/", 204, Authorization=bearer)
    server.call("it is dead", "GET", "/api/v1/todo/", 401, X_API_Key=key)


def _bearer(pair: dict[str, str]) -> str:
    return f"Bearer {pair['refresh']}"


def _forged(bearer: str) -> str:
    head, _, signature = bearer.rpartition(".")
    return f"{head}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}"
