"""The table of expected answers, written by hand: for each method and address a status for every kind of caller.

    ["GET /api/v1/notices/"]
    scope = "notices:read"
    anonymous = 401
    first_party = { Editor = 200, others = 403 }
    third_party = { Editor = 200, others = 403 }
    wrong_scope = 403
    machines = 403

A cell is a status, or one for each of the people: a role, `"no role"`, `superuser`, `machine` where there is no person,
and `others` for the rest. A column is a kind of credential, with `_wrong_scope` behind it where scopes narrow it, or
one of `GROUPS`, which a column of its own overrules. `scope` is the one that is needed, or "none", or "never". `body`
is what is sent, {} if left out; an address stands twice with a word behind it (`PATCH /api/v1/notices/{id}/ pin`).
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from accounts.roles import Role
from oauth_server.testing.principals import PERSONLESS
from oauth_server.vocabulary import CredentialKind
from resources.principal import NARROWED

NO_ROLE: Final = "no role"
SUPERUSER: Final = "superuser"
PEOPLE: Final = (NO_ROLE, *Role, SUPERUSER)
MACHINE: Final = "machine"
"""Who calls without a person: a machine client, a service, nobody."""
OTHERS: Final = "others"
WRONG: Final = "_wrong_scope"
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "first_party": (
        CredentialKind.SESSION,
        CredentialKind.JWT,
        CredentialKind.DRF_TOKEN,
        CredentialKind.BASIC,
        CredentialKind.REMOTE_USER,
    ),
    "third_party": (CredentialKind.OAUTH2, CredentialKind.API_KEY),
    "machines": (CredentialKind.OAUTH2_MACHINE, CredentialKind.SERVICE_KEY),
    "wrong_scope": tuple(f"{kind}{WRONG}" for kind in sorted(NARROWED)),
}
"""Names for columns that mostly agree. Written out, so that a new kind of credential has no cell until it gets one."""
COLUMNS: Final = (*CredentialKind, *(f"{kind}{WRONG}" for kind in sorted(NARROWED)))
_ABOUT: Final = frozenset({"scope", "body"})


@dataclass(frozen=True, slots=True)
class Row:
    """One method of one address (`address`: as the table names it); `cells`: column to person to status."""

    address: str
    method: str
    path: str
    scope: str
    body: Any
    cells: Mapping[str, Mapping[str, int]]


def read_table(source: Path | str | Mapping[str, Any]) -> list[Row]:
    """Return the rows of a TOML file or of a mapping of that form; raise ValueError that names row and column."""
    table = source if isinstance(source, Mapping) else tomllib.loads(Path(source).read_text(encoding="utf-8"))
    return [_row(address, entry) for address, entry in table.items()]


def people_of(column: str) -> tuple[str, ...]:
    """Return who calls by the credentials of a column."""
    return (MACHINE,) if kind_of(column) in PERSONLESS else PEOPLE


def kind_of(column: str) -> CredentialKind:
    """Return the kind of credential of a column."""
    return CredentialKind(column.removesuffix(WRONG))


def _row(address: str, entry: Mapping[str, Any]) -> Row:
    method, path = address.split()[:2]
    if unknown := entry.keys() - {*COLUMNS, *GROUPS, *_ABOUT}:
        raise ValueError(f"{address}: unknown columns {sorted(unknown)}")
    given = {column: entry[group] for group, columns in GROUPS.items() if group in entry for column in columns}
    given |= {column: entry[column] for column in COLUMNS if column in entry}
    if missing := [column for column in COLUMNS if column not in given]:
        raise ValueError(f"{address}: no cell for {', '.join(missing)}")
    cells = {column: _cell(f"{address}: {column}", given[column], people_of(column)) for column in COLUMNS}
    return Row(address, method, path, str(entry["scope"]), entry.get("body", {}), cells)


def _cell(name: str, given: Any, people: Iterable[str]) -> Mapping[str, int]:
    if isinstance(given, int):
        return dict.fromkeys(people, given)
    if unknown := given.keys() - {*PEOPLE, MACHINE, OTHERS}:
        raise ValueError(f"{name}: nobody is {sorted(unknown)}")
    if OTHERS not in given and (missing := [person for person in people if person not in given]):
        raise ValueError(f"{name}: no status for {', '.join(missing)}")
    return {person: int(given.get(person, given.get(OTHERS))) for person in people}
