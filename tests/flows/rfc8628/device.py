"""A device over Django's test client: it asks, it polls, and a person decides on the page."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from django.test import Client
from django.utils import timezone

from accounts.models import Session
from oauth_server.protocol.models import DeviceGrant
from tests.flows.oauth import RelyingParty

DEVICE_CODE: Final = "urn:ietf:params:oauth:grant-type:device_code"
PAGE: Final = "/device"


@dataclass
class Device:
    """A device that has asked; `answer` is what it was told."""

    party: RelyingParty
    answer: dict[str, Any]

    @property
    def user_code(self) -> str:
        """What it shows."""
        return str(self.answer["user_code"])

    def poll(self, **changes: str | None) -> Any:
        """Present the device code, no matter how long ago it did."""
        parameters = {"grant_type": DEVICE_CODE, "device_code": self.answer["device_code"], **changes}
        return self.party.token(Client(), **parameters)

    def error(self, **changes: str | None) -> str:
        """Present the device code; return the error's word."""
        response = self.poll(**changes)
        assert response.status_code == 400, response.content
        return str(response.json()["error"])


def begin(party: RelyingParty, **parameters: str) -> Device:
    """Let a device ask."""
    response = party.post(Client(), "/o/device-authorization/", **parameters)
    assert response.status_code == 200, response.content
    return Device(party, response.json())


def confirmation(user_agent: Client, code: str) -> str:
    """Type a code; return the address of the page on which this browser decides."""
    response = user_agent.post(PAGE, {"user_code": code})
    assert response.status_code == 303, response.content
    return str(response["Location"])


def shown_on(page: Any) -> str:
    """Return the reference that the confirmation page carries."""
    found = re.search(r'name="shown" value="([^"]+)"', page.content.decode())
    assert found is not None, page.content
    return found[1]


def decide(user_agent: Client, device: Device, decision: str = "allow", *, scopes: list[str] | None = None) -> Any:
    """Type the code, look at the page, decide; return the last page. `scopes`: what stays ticked, None for all."""
    page = user_agent.get(confirmation(user_agent, device.user_code))
    assert page.status_code == 200, page.content
    ticked = [scope["name"] for scope in page.context["scopes"]] if scopes is None else scopes
    form: dict[str, Any] = {"shown": shown_on(page), "decision": decision, "scope": ticked}
    return user_agent.post(PAGE, form, follow=True)


def later(seconds: float) -> None:
    """Let time go by for every device: what was noted lies further back."""
    for row in DeviceGrant.objects.all():
        row.expires -= timedelta(seconds=seconds)
        row.polled_at = row.polled_at and row.polled_at - timedelta(seconds=seconds)
        row.save()


def signed_in_long_ago(user_agent: Client) -> None:
    """Let the sign-in of a browser lie an hour back."""
    Session.objects.filter(sid=user_agent.session["sid"]).update(auth_time=timezone.now() - timedelta(hours=1))


def path_of(response: Any) -> str:
    """Return the path that a redirect leads to."""
    return urlsplit(response["Location"]).path
