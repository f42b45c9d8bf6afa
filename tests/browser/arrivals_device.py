"""The ways to the pages of a device that asks: a code is typed, and decided about."""

from collections.abc import Callable

from oauth_server.vocabulary import GrantType
from tests.browser.visit import Visit
from tests.live.device import Device
from tests.live.registered import register


def device_code(visit: Visit, scope: str = "openid profile todo:read offline_access") -> str:
    """Let a television ask; return the code that it shows."""
    return str(Device(visit.server, "Television").begin(scope)["user_code"])


def device_with_wrong_code(visit: Visit) -> None:
    """Type a code that no device shows."""
    visit.open("/device")
    visit.field("Code").fill("BBBB-BBBB")
    visit.press("Continue")


def device_asks(visit: Visit) -> None:
    """Type the code that a television shows."""
    visit.open("/device")
    visit.field("Code").fill(device_code(visit))
    visit.press("Continue")


def device_capped(visit: Visit) -> None:
    """Type the code of a device that asks for more than the administrators let it have."""
    fields = {
        "name": "Kiosk",
        "grant_types": [str(GrantType.DEVICE_CODE)],
        "scopes": ["openid", "todo:read", "todo:write"],
        "public": True,
        "metadata": {"cap_scopes": "openid todo:read"},
    }
    (told,) = register(visit.server, fields)
    visit.open("/device")
    visit.field("Code").fill(str(Device(visit.server, told).begin("openid todo:read todo:write")["user_code"]))
    visit.press("Continue")


def device_decided(button: str) -> Callable[[Visit], object]:
    """Return the way to what is said after a decision about a device."""

    def arrive(visit: Visit) -> None:
        device_asks(visit)
        visit.press(button)

    return arrive
