"""Object rules: which rows of a table a caller may know of; another's is not found, whatever the method."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from resources.principal import Principal


def _rows_of_the_person(rows: QuerySet[Any], principal: Principal) -> QuerySet[Any]:
    return rows.none() if principal.user is None else rows.filter(user=principal.user)


@dataclass(frozen=True, slots=True)
class ObjectRule:
    """A rule with its words, which every page and command prints.

    `name` says for anybody which rows are shown; `says`, as part of a sentence to a caller whom the rule narrows, which
    are theirs; `everything` which are those of a caller whom it does not narrow though it narrows others, by which of
    `wider`. `applies` tells whether it narrows this caller, `narrowed` to what: by default the rows whose `user` is
    the caller, none for a machine or for nobody.
    """

    name: Any
    says: Any
    applies: Callable[[Principal], bool]
    narrowed: Callable[[QuerySet[Any], Principal], QuerySet[Any]] = _rows_of_the_person
    everything: Any = ""
    wider: frozenset[Role] = frozenset()

    def __call__(self, rows: QuerySet[Any], principal: Principal) -> QuerySet[Any]:
        """Return the rows that the caller may know of."""
        return self.narrowed(rows, principal) if self.applies(principal) else rows


every_row: Final = ObjectRule(name=_("every entry"), says="", applies=lambda principal: False)
"""Whoever the row of the policy lets in knows of every one."""

owned_by_user: Final = ObjectRule(
    name=_("the caller's own"), says=_("your own entries only"), applies=lambda principal: True
)

own_unless_hr: Final = ObjectRule(
    name=_("the caller's own; every entry for HR"),
    says=_("your own record only"),
    applies=lambda principal: Role.HR not in principal.roles,
    everything=_("every record"),
    wider=frozenset({Role.HR}),
)
