"""Document 1, "Securing your app": session, Basic and token, over the addresses that it shows."""

from typing import Final

from examples.seeds.wire import Server, basic

TITLE: Final = '1. "Securing your app": session, Basic, token'


def run(server: Server) -> None:
    """Get a token as the document's curl does, and use it; Basic is off, as the document advises for production."""
    alice = server.person("alice")
    server.call("nobody", "GET", "/api/protected/", 401)
    expected = 200 if server.takes_basic() else 401
    server.call("Basic is off unless switched on", "GET", "/api/protected/", expected, Authorization=basic(alice))
    token = server.call("curl -d username -d password", "POST", "/api/token/", 200, form=alice).body["token"]
    server.check("the token has 40 characters", 40, len(token))
    server.call("the token opens", "GET", "/api/protected/", 200, Authorization=f"Token {token}")
    server.call("a missing field", "POST", "/api/token/", 400, form={"username": "alice"})
    _session(server, alice)


def _session(server: Server, alice: dict[str, str]) -> None:
    jar = server.with_cookies()
    server.call("sign in with cookies", "POST", "/api/login/", 200, json=alice)
    cookies = {cookie.name: cookie for cookie in jar}
    server.check("the session cookie is HttpOnly", True, cookies["sessionid"].has_nonstandard_attr("HttpOnly"))
    server.call("the session reads", "GET", "/api/protected/", 200)
    entry = {"title": "Written with a session"}
    server.call("the session writes not without CSRF", "POST", "/api/v1/todo/", 403, json=entry)
    sent = str(cookies["csrftoken"].value)
    server.call("and with it does", "POST", "/api/v1/todo/", 201, json=entry, X_CSRFToken=sent, Origin=server.issuer)
    server.call("sign out", "POST", "/api/logout/", 200, X_CSRFToken=sent, Origin=server.issuer)
    server.call("the session is dead", "GET", "/api/protected/", 401)
    server.without_cookies()
