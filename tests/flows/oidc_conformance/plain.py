"""A client as the OpenID Foundation's plain plans bring it: code flow, a secret, no PKCE, answers by query or form."""

from dataclasses import dataclass
from typing import Any

from django.test import Client

from oauth_server.protocol.models import Application
from tests.client_keys import ClientKey
from tests.flows.answers import form_of
from tests.flows.oauth import RelyingParty, answer_of, decided
from tests.flows.registration import initial_access_token, registered

CALLBACK = "https://app.example.org/callback"


@dataclass
class Plain:
    """A client that sends no challenge. `mode`: the response mode that it asks for, if any."""

    party: RelyingParty
    mode: str | None = None

    def request(self, **changes: str | None) -> dict[str, str]:
        """Return the parameters of its request; None takes one out."""
        bare = {"code_challenge": None, "code_challenge_method": None, "scope": "openid", "response_mode": self.mode}
        return self.party.request(**(bare | changes))

    def ask(self, user_agent: Client, **changes: str | None) -> Any:
        """Send a browser to the authorization endpoint."""
        return user_agent.get("/o/authorize/", self.request(**changes))

    def told(self, response: Any) -> dict[str, str]:
        """Return what a response tells this client."""
        return form_of(response)[1] if self.mode == "form_post" else answer_of(response)

    def answer(self, user_agent: Client, **changes: str | None) -> dict[str, str]:
        """Run a request through consent; return what the client is told."""
        return self.told(decided(user_agent, self.ask(user_agent, **changes)))

    def exchange(self, code: str, **changes: str | None) -> Any:
        """Present a code, without a verifier."""
        return self.party.exchange(Client(), code, **({"code_verifier": None} | changes))

    def tokens(self, user_agent: Client, **changes: str | None) -> dict[str, Any]:
        """Run the whole flow; return the token endpoint's answer."""
        response = self.exchange(self.answer(user_agent, **changes)["code"])
        assert response.status_code == 200, response.content
        return dict(response.json())


def userinfo(token: str, method: str = "get") -> Any:
    """Ask userinfo with a token in the header."""
    return getattr(Client(), method)("/o/userinfo/", headers={"authorization": f"Bearer {token}"})


def self_registered(*, key: ClientKey | None = None, **members: Any) -> Plain:
    """Register a client as the suite does, by an initial access token whose clients may leave PKCE out."""
    metadata = {
        "client_name": "A conformance suite",
        "redirect_uris": [CALLBACK],
        "grant_types": ["authorization_code"],
        "response_types": ["code"],
        "token_endpoint_auth_method": "client_secret_basic",
        "contacts": ["somebody@example.org"],
        "jwks": ClientKey("RS256").jwks,
        **members,
    }
    known = {name: value for name, value in metadata.items() if value is not None}
    answer = registered(known, token=initial_access_token(pkce_exempt=True))
    application = Application.objects.get(client_id=answer["client_id"])
    secret = "" if key else answer["client_secret"]
    return Plain(RelyingParty(application, secret, redirect_uri=answer["redirect_uris"][0], key=key))
