"""Document 3, "API Authentication": one token a person, and a logout that kills it."""

from typing import Final

from examples.seeds.wire import Server

TITLE: Final = '3. "API Authentication": one token, whoami, logout'


def run(server: Server) -> None:
    """Sign in twice and get one token; log out, and the token that was stolen meanwhile is dead too."""
    reader = server.newcomer()
    token = server.call("sign in", "POST", "/api-token-auth/", 200, json=reader).body["token"]
    again = server.call("sign in again", "POST", "/api-token-auth/", 200, json=reader).body["token"]
    server.check("it is the same token", True, token == again)
    header = f"Token {token}"
    name = server.call("whoami", "GET", "/api/whoami/", 200, Authorization=header).body["username"]
    server.check("whoami names the person", reader["username"], name)
    server.call("punctuation is a failure", "GET", "/api/whoami/", 401, Authorization=f"Token: {token}")
    refused = server.call("log out without a token", "POST", "/api/logout/", 401)
    server.check("a 401 says how to sign in", True, "WWW-Authenticate" in refused.headers)
    ended = server.call("log out", "POST", "/api/logout/", 200, Authorization=header).body
    server.check("as the document answers", None, ended["username"])
    server.call("the token is dead", "GET", "/api/whoami/", 401, Authorization=header)
    fresh = server.call("sign in anew", "POST", "/api-token-auth/", 200, json=reader).body["token"]
    server.check("the next token is another", True, fresh != token)
