"""What the tests of the developer console say and read: addresses of tabs, rows, faults, an old sign-in."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.models import Session
from oauth_server.protocol.models import Application
from tests.flows.oauth import RelyingParty


def grow_old(user_agent: Client) -> None:
    """Let the sign-in of a browser lie an hour back."""
    hour_ago = timezone.now() - timedelta(hours=1)
    Session.objects.filter(sid=user_agent.session["sid"]).update(auth_time=hour_ago)


def page(party: RelyingParty, tab: str = "") -> str:
    """Return the address of a tab."""
    return f"/developer/{party.client_id}/{tab}"


def row(party: RelyingParty) -> Application:
    """Return the application as it stands now."""
    return Application.objects.get(client_id=party.client_id)


def faults(response: Any, form: str = "form") -> dict[str, list[str]]:
    """Return what the page says is wrong, by field."""
    assert response.status_code == 400, response.status_code
    return {name: [str(error) for error in errors] for name, errors in response.context[form].errors.items()}
