"""Document 5, "API authentication and permissions": register, login, logout, roles, permission classes, sliding."""

from typing import Any, Final

from examples.seeds.wire import Server, basic

TITLE: Final = '5. "Authentication and permissions": register to roles, sliding tokens, OAuth 2'
CONTENT: Final = {"adam": "/api/admin-content/", "mona": "/api/manager-content/", "hana": "/api/hr-content/"}


def run(server: Server) -> None:
    """Do what both of the document's projects do, then its permission classes and its kinds of token."""
    reader = server.newcomer()
    server.call("a taken name", "POST", "/api/register/", 400, json={**reader, "email": "other@example.org"})
    bearer = _login(server, reader)
    people = {name: _access(server, name) for name in CONTENT}
    _roles(server, bearer, people)
    _permissions(server, bearer, people)
    _sliding(server, reader)
    _oauth2(server)
    _guessing(server)


def _login(server: Server, reader: dict[str, str]) -> str:
    pair = server.call("log in", "POST", "/api/login/", 200, json=reader).body
    server.call("wrong credentials", "POST", "/api/login/", 401, json={**reader, "password": "wrong"})
    server.call("another site's page", "POST", "/api/login/", 403, json=reader, Origin="https://evil.example")
    ended = {"refresh": pair["refresh"]}
    header = f"Bearer {pair['access']}"
    server.call("protected", "GET", "/api/protected/", 200, Authorization=header)
    server.call("log out", "POST", "/api/logout/", 200, json=ended, Authorization=header)
    server.call("the access token is dead", "GET", "/api/protected/", 401, Authorization=header)
    server.call("and the refresh token", "POST", "/api/jwt/token/refresh/", 401, json=ended)
    return _bearer(server, reader)


def _roles(server: Server, bearer: str, people: dict[str, str]) -> None:
    for name, path in CONTENT.items():
        server.call(f"{name}'s role", "GET", path, 200, Authorization=people[name])
        server.call("no role", "GET", path, 403, Authorization=bearer)
    server.call("a manager is no administrator", "GET", CONTENT["adam"], 403, Authorization=people["mona"])


def _permissions(server: Server, bearer: str, people: dict[str, str]) -> None:
    news, reports, staff = "/api/v1/announcements/", "/api/v1/reports/", "/api/v1/users/"
    text: dict[str, Any] = {"title": "Office closed on Friday", "body": "The whole day."}
    server.call("AllowAny", "GET", "/api/status/", 200)
    server.call("IsAuthenticated", "GET", "/api/protected/", 401)
    server.call("IsAdminUser", "GET", staff, 403, Authorization=people["mona"])
    server.call("IsAdminUser, staff", "GET", staff, 200, Authorization=people["adam"])
    server.call("model permissions or anonymous read", "GET", news, 200)
    server.call("anonymous writes not", "POST", news, 401, json=text)
    server.call("without the permission", "POST", news, 403, json=text, Authorization=bearer)
    made = server.call("with it", "POST", news, 201, json=text, Authorization=people["mona"]).body
    server.call("tidy up", "DELETE", f"{news}{made['id']}/", 204, Authorization=people["mona"])
    server.call("DjangoModelPermissions", "GET", reports, 403, Authorization=bearer)
    server.call("DjangoModelPermissions, Manager", "GET", reports, 200, Authorization=people["mona"])


def _sliding(server: Server, reader: dict[str, str]) -> None:
    token = {"token": server.call("a sliding token", "POST", "/api/jwt/sliding/", 200, json=reader).body["token"]}
    server.call("it opens", "GET", "/api/protected/", 200, Authorization=f"Bearer {token['token']}")
    server.call("verify", "POST", "/api/jwt/token/verify/", 200, json=token)
    server.call("slide", "POST", "/api/jwt/sliding/refresh/", 200, json=token)
    server.call("the one before", "GET", "/api/protected/", 401, Authorization=f"Bearer {token['token']}")


def _oauth2(server: Server) -> None:
    machine = server.client("Nightly report")
    header = basic({"username": machine["client_id"], "password": machine["client_secret"]})
    form = {"grant_type": "client_credentials", "scope": "reports:read"}
    token = server.call("client credentials", "POST", "/o/token/", 200, form=form, Authorization=header).body
    bearer = f"Bearer {token['access_token']}"
    server.call("a machine reads reports", "GET", "/api/v1/reports/", 200, Authorization=bearer)
    server.call("and is nobody", "GET", "/api/whoami/", 403, Authorization=bearer)


def _guessing(server: Server) -> None:
    victim = server.newcomer()
    wrong = {**victim, "password": "wrong"}
    for guess in range(10):
        server.call(f"guess {guess + 1}", "POST", "/api/token/", 401, json=wrong)
    refused = server.call("one too many", "POST", "/api/token/", 429, json=wrong)
    server.check("it says how long", True, "Retry-After" in refused.headers)
    server.call("at every other door too, even if right", "POST", "/api/jwt/token/", 429, json=victim)


def _access(server: Server, name: str) -> str:
    return _bearer(server, server.person(name))


def _bearer(server: Server, person: dict[str, str]) -> str:
    pair = server.call(f"a JWT pair of {person['username']}", "POST", "/api/jwt/token/", 200, json=person).body
    return f"Bearer {pair['access']}"
