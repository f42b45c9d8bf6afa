"""Every event of the one switch against every credential: dead or good on the next request (contract)."""

import tomllib
from pathlib import Path
from typing import Any, Final

import pytest

from tests.flows.guarded_api.callers import Caller, with_header
from tests.flows.the_switch.events import EVENTS
from tests.flows.the_switch.holdings import Holdings

TABLE: Final[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("what_dies.toml").read_text())


def named(listed: list[str]) -> list[str]:
    """Return the credentials of a list, groups spelt out."""
    return [name for entry in listed for name in TABLE["groups"].get(entry, [entry])]


def test_the_table_names_every_event_and_every_credential_once(held: Holdings) -> None:
    assert set(TABLE["events"]) == set(EVENTS)
    for event, row in TABLE["events"].items():
        assert sorted(named(row["dies"] + row["survives"])) == sorted(held.probes), event


@pytest.mark.parametrize("event", EVENTS)
def test_what_it_ends_is_dead_and_the_rest_is_good(held: Holdings, event: str) -> None:
    EVENTS[event](held)
    found = {name: held.is_good(name) for name in held.probes}
    dies, survives = named(TABLE["events"][event]["dies"]), named(TABLE["events"][event]["survives"])
    assert found == dict.fromkeys(dies, False) | dict.fromkeys(survives, True)


def test_without_the_role_every_credential_is_refused_what_the_role_gave(held: Holdings) -> None:
    page = "/api/manager-content/"
    callers = [Caller(held.own), with_header(f"Bearer {held.values['jwt']}")]
    callers += [with_header(f"Token {held.values['drf_token']}")]
    assert [caller.get(page).status_code for caller in callers] == [200] * len(callers)
    EVENTS["role_removed"](held)
    assert [caller.get(page).status_code for caller in callers] == [403] * len(callers)


def test_an_id_token_opens_nothing_before_and_after(held: Holdings) -> None:
    bearer = with_header(f"Bearer {held.values['own_online_id_token']}")
    for event in ("nothing", "account_disabled"):
        EVENTS[event](held)
        assert [bearer.get(path).status_code for path in ("/api/whoami/", "/o/userinfo/")] == [401, 401]
