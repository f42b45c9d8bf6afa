"""Every address x credential x role x scope, over HTTP, beside a table written by hand (contract: The guarded API)."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from accounts.models import User
from accounts.roles import Role
from oauth_server.vocabulary import CredentialKind
from resources.policy import TABLE
from tests.flows.guarded_api.callers import (
    Caller,
    drf_token_of,
    jwt_of,
    machine_of,
    nobody,
    oauth2_of,
    session_of,
)
from tests.flows.guarded_api.conftest import RESOURCE_SCOPES
from tests.flows.oauth import RelyingParty

EXPECTED: Final[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "expected_access.toml").read_text())
PEOPLE: Final[list[str]] = EXPECTED.pop("people")
BODY: Final = {"title": "Buy milk"}


def addresses() -> set[str]:
    paths = [(rule, path) for rule in TABLE for path in (rule.path, rule.also) if path]
    return {f"{method} {path}" for rule, path in paths for method in rule.methods}


def scopes(scope: str, *, right: bool, bare: str) -> list[str]:
    """The scopes of a third party's token; one that goes wrong has every scope but the one it needs.

    Where no scope would help or be needed, it has `bare` alone.
    """
    every = RESOURCE_SCOPES.split()
    if scope in {"none", "never"}:
        return every if right else [bare]
    return [scope] if right else [name for name in every if name != scope]


def status(caller: Caller, address: str, todo: str = "") -> int:
    """Call the address; an entry of the list is the caller's own where it has any."""
    method, path = address.split(" ")
    body = BODY if "/todo/" in path else {}
    response = caller.call(method, path.replace("{id}", todo), None if method in {"GET", "DELETE"} else body)
    return int(response.status_code)


def owned_by(name: str) -> str:
    """Make an entry of this person's, through the API."""
    return str(jwt_of(name).post("/api/v1/todo/", BODY).json()["id"])


def test_every_address_of_the_policy_is_in_the_table_and_no_other() -> None:
    assert set(EXPECTED) == addresses()


def test_every_role_and_every_kind_of_credential_has_its_cells() -> None:
    assert set(PEOPLE) == {"no role", "superuser", *Role}
    for address, cells in EXPECTED.items():
        narrowed = {f"{kind}_wrong_scope" for kind in (CredentialKind.OAUTH2, CredentialKind.OAUTH2_MACHINE)}
        assert set(cells) == {"scope", *CredentialKind, *narrowed}, address
        alone = {CredentialKind.ANONYMOUS, *(name for name in cells if name.startswith(CredentialKind.OAUTH2_MACHINE))}
        for name in set(cells) - alone - {"scope"}:
            assert len(cells[name]) == len(PEOPLE), (address, name)


@pytest.mark.parametrize("address", EXPECTED)
def test_the_api_answers_as_the_table_says(
    address: str,
    people: dict[str, User],
    web: RelyingParty,
    machine: RelyingParty,
    settings: Any,
) -> None:
    settings.ACCOUNT_RATE_LIMITS = False  # so many sign-ins from one address are no attack here
    cells = EXPECTED[address]
    right = scopes(cells["scope"], right=True, bare="")
    wrong, machines = (scopes(cells["scope"], right=False, bare=bare) for bare in ("openid", "account:read"))
    callers: dict[str, Callable[[str], Caller]] = {
        "session": session_of,
        "jwt": jwt_of,
        "drf_token": drf_token_of,
        "oauth2": lambda name: oauth2_of(web, name, right),
        "oauth2_wrong_scope": lambda name: oauth2_of(web, name, wrong),
    }
    seen: dict[str, Any] = {"scope": cells["scope"]}
    for kind, caller_of in callers.items():
        names = [people[person].username for person in PEOPLE]
        seen[kind] = [status(caller_of(name), address, owned_by(name) if "{id}" in address else "") for name in names]
    alone = {
        "anonymous": nobody(),
        "oauth2_machine": machine_of(machine, right),
        "oauth2_machine_wrong_scope": machine_of(machine, machines),
    }
    for kind, caller in alone.items():
        seen[kind] = status(caller, address, "1")
    assert seen == cells
