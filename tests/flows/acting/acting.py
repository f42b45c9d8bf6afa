"""How an administrator signs in, and asks to act for somebody (docs/acting.md)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.models import Session, User
from tests.flows.oauth import RelyingParty

EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"
SUBJECT = "urn:x-oauth-server:token-type:subject"
REASON = "Ticket 4711: the list shows nothing"
SCOPE = (
    "openid account:read todo:read todo:write reports:read reports:write employees:read announcements:write"
    " admin:read admin:act"
)


def signed_in(user: User, *, acr: str = "2", ago: timedelta = timedelta()) -> Client:
    """Return a browser in which somebody signed in on a level, so long ago."""
    user_agent = Client()
    user_agent.force_login(user)
    amr = ["pwd", "otp", "mfa"] if acr == "2" else ["pwd"]
    Session.objects.filter(sid=user_agent.session["sid"]).update(acr=acr, amr=amr, auth_time=timezone.now() - ago)
    return user_agent


@dataclass
class Administrator:
    """Who acts: the person, the client that they use, their browser, and the client's access token for them."""

    user: User
    party: RelyingParty
    user_agent: Client
    token: str

    def act_for(self, person: User | str, user_agent: Client | None = None, **changes: Any) -> Any:
        """Ask to act for a person."""
        parameters = {
            "grant_type": EXCHANGE,
            "subject_token": person if isinstance(person, str) else str(person.subject),
            "subject_token_type": SUBJECT,
            "actor_token": self.token,
            "actor_token_type": ACCESS_TOKEN,
            "reason": REASON,
            "scope": "account:read todo:read",
            **changes,
        }
        return self.party.token(user_agent or Client(), **parameters)


def call(token: str, method: str, path: str, **extra: Any) -> Any:
    """Call the guarded API with a token."""
    options = {"content_type": "application/json"} if method != "GET" else {}
    return getattr(Client(), method.lower())(path, headers={"authorization": f"Bearer {token}"}, **options, **extra)


def status(token: str, path: str = "/api/whoami/") -> int:
    """Return the status that a token gets at an address."""
    return int(call(token, "GET", path).status_code)


def refused(response: Any) -> tuple[int, str]:
    """Return the status and the error of a refusal, which must say why."""
    body = response.json()
    assert body["error_description"]
    return response.status_code, body["error"]
