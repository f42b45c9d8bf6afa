"""Every button of the page of access: what it ends is refused on the next request, and what it did not name lives."""

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pytest

from accounts.models import ApiKey, Session
from accounts.services.api_keys import create_personal_key
from oauth_server.protocol.models import Grant
from tests.flows.access.buttons import press
from tests.flows.rfc8628.device import begin, decide
from tests.flows.the_switch.holdings import Holdings
from tests.flows.the_switch.test_every_pair import named

DIES: Final = tomllib.loads(Path(__file__).with_name("what_dies.toml").read_text())


def nothing(held: Holdings) -> None:
    """Everything is good until a button is pressed."""


def application(held: Holdings) -> None:
    press(held.own, "application", held.web.client_id)


def every_application(held: Holdings) -> None:
    press(held.own, "applications")


def _grant_of(held: Holdings, **facts: object) -> int:
    grants = Grant.objects.filter(application=held.web.application, consumed_at__isnull=False, **facts)
    return grants.exclude(redirect_uri="").order_by("pk")[0].pk


def one_grant(held: Holdings) -> None:
    press(held.own, "grant", _grant_of(held, offline=False))


def one_offline_grant(held: Holdings) -> None:
    press(held.own, "grant", _grant_of(held, offline=True))


def one_opaque_grant(held: Holdings) -> None:
    press(held.own, "grant", _grant_of(held, access_tokens__isnull=False))


def device(held: Holdings) -> None:
    press(held.own, "grant", Grant.objects.get(redirect_uri="", consumed_at__isnull=False).pk)


def other_browser(held: Holdings) -> None:
    press(held.own, "sign-in", Session.objects.get(sid=held.values["other_sid"]).pk)


def every_other_browser(held: Holdings) -> None:
    press(held.own, "other-browsers")


def mobile(held: Holdings) -> None:
    press(held.own, "sign-in", Session.objects.filter(session_key=None).order_by("pk")[0].pk)


def sliding(held: Holdings) -> None:
    press(held.own, "sign-in", Session.objects.filter(session_key=None).order_by("pk")[1].pk)


def every_mobile(held: Holdings) -> None:
    press(held.own, "mobiles")


def token(held: Holdings) -> None:
    press(held.own, "token")


def key(held: Holdings) -> None:
    press(held.own, "key", held.values["key"])


def every_key(held: Holdings) -> None:
    create_personal_key(user=held.user, name="Another script", scopes=["todo:read"])
    press(held.own, "keys")
    assert not ApiKey.objects.filter(user=held.user, revoked_at=None).exists()


def it_was_not_me(held: Holdings) -> None:
    assert held.own.post("/account/access/not-me/")["Location"] == "/account/access/ended/"


BUTTONS: Final[Mapping[str, Callable[[Holdings], None]]] = {
    button.__name__: button
    for button in (
        nothing,
        application,
        every_application,
        one_grant,
        one_offline_grant,
        one_opaque_grant,
        device,
        other_browser,
        every_other_browser,
        mobile,
        sliding,
        every_mobile,
        token,
        key,
        every_key,
        it_was_not_me,
    )
}


def test_the_table_names_every_button() -> None:
    assert set(DIES) == set(BUTTONS)


@pytest.mark.parametrize("button", BUTTONS)
def test_what_a_button_ends_is_dead_and_the_rest_is_good(held: Holdings, button: str) -> None:
    BUTTONS[button](held)
    dies = set(named(DIES[button]))
    assert dies <= set(held.probes)
    assert {name: held.is_good(name) for name in held.probes} == {name: name not in dies for name in held.probes}


def test_all_devices_are_those_too_that_have_not_come_for_their_tokens(held: Holdings) -> None:
    two = [begin(held.web, scope="openid account:read") for _ in range(2)]
    for one in two:
        decide(held.own, one)
    assert two[0].poll().status_code == 200
    press(held.own, "devices")
    assert two[1].error() == "invalid_grant"
    dies = {"own_device_access", "own_device_code", "offline_device_code"}
    assert {name: held.is_good(name) for name in held.probes} == {name: name not in dies for name in held.probes}


def test_an_application_that_was_revoked_asks_again(held: Holdings) -> None:
    assert "code=" in held.own.get("/o/authorize/", held.web.request()).headers["Location"]
    press(held.own, "application", held.web.client_id)
    assert held.own.get("/o/authorize/", held.web.request()).headers["Location"].startswith("/consent/")
