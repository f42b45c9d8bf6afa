"""The words of token exchange, and a request of it (RFC 8693 section 2.1)."""

from typing import Any

from django.test import Client

from tests.flows.oauth import ISSUER, RelyingParty

EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"
JWT = "urn:ietf:params:oauth:token-type:jwt"
REPORTS = "https://reports.example.org/v1"
API = f"{ISSUER}/api"
MCP = f"{ISSUER}/mcp"


def exchange(party: RelyingParty, subject_token: str | None, user_agent: Client | None = None, **changes: Any) -> Any:
    """Ask for a token of the tools' endpoint (or of `resource`) on behalf of a token."""
    parameters = {
        "grant_type": EXCHANGE,
        "subject_token": subject_token,
        "subject_token_type": ACCESS_TOKEN,
        "resource": MCP,
        **changes,
    }
    return party.token(user_agent or Client(), **parameters)


def exchanged(party: RelyingParty, subject_token: str, **changes: Any) -> dict[str, Any]:
    """Return the answer of an exchange that succeeds."""
    response = exchange(party, subject_token, **changes)
    assert response.status_code == 200, response.content
    return dict(response.json())


def refused(response: Any) -> tuple[int, str]:
    """Return the status and the error of a refusal, which must say why."""
    body = response.json()
    assert body["error_description"]
    return response.status_code, body["error"]


def standing(party: RelyingParty, token: str) -> dict[str, Any]:
    """Return what a resource server is told of a token."""
    return dict(party.post(Client(), "/o/introspect/", token=token).json())


def at_the_api(token: str, path: str = "/api/whoami/", method: str = "get") -> int:
    """Return the status that a token gets at the guarded API."""
    return int(getattr(Client(), method)(path, headers={"authorization": f"Bearer {token}"}).status_code)


def machine_token(party: RelyingParty, **parameters: Any) -> str:
    """Return an access token that a client gets for itself."""
    response = party.token(Client(), grant_type="client_credentials", **parameters)
    assert response.status_code == 200, response.content
    return str(response.json()["access_token"])
