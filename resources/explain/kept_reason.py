"""Refusals of identified callers as rows: at most so many a caller and so many an hour, however many come at once."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import Subquery
from django.utils import timezone

from resources.explain.chain import chain_of
from resources.explain.facts import Facts
from resources.models import Refusal
from resources.principal import Principal

NEWEST: Final = 100
"""Rows of one caller."""
AN_HOUR: Final = 60
"""Rows that one caller gets in an hour: beyond it, who asks without end writes nothing any more."""
AGE: Final = timedelta(days=30)
"""How long a row is kept."""

_COLUMNS: Final = list(Refusal._meta.concrete_fields)
_TABLE: Final = Refusal._meta.db_table
_INSERT: Final = f"""
    insert into {_TABLE} ({", ".join(str(field.column) for field in _COLUMNS)})
    select {", ".join(["%s"] * len(_COLUMNS))}
    where (select count(*) from {_TABLE} where caller = %s and at > %s) < %s
"""  # noqa: S608 - the names of our own model


def keep(facts: Facts, principal: Principal) -> UUID | None:
    """Write the refusal of an identified caller and return its id; None where the hour's rows are spent.

    Two statements. Each is a transaction of its own, so the last deletion sees every row: the bound holds in parallel.
    """
    caller = facts.user or facts.client_id
    row = Refusal(
        decision=uuid4(),
        at=facts.at,
        user_id=principal.user.pk if principal.user else None,
        caller=caller[: _longest("caller")],
        kind=facts.kind,
        client_id=facts.client_id[: _longest("client_id")],
        method=facts.method[: _longest("method")],
        path=facts.path[: _longest("path")],
        status=facts.status,
        detail=facts.detail[: _longest("detail")],
        chain=[[link.step, link.outcome, link.reason] for link in chain_of(facts)],
    )
    if not _insert(row):
        return None
    _make_room(row.caller)
    return row.decision


def _make_room(caller: str) -> None:
    """Delete what is older than the newest; a row that another refusal deletes at this moment is left to it."""
    of_caller = Refusal.objects.filter(caller=caller).order_by("-at")
    older = of_caller.filter(at__lte=Subquery(of_caller.values("at")[NEWEST : NEWEST + 1]))
    with transaction.atomic():
        Refusal.objects.filter(pk__in=older.select_for_update(skip_locked=True).values("pk")).delete()


def _insert(row: Refusal) -> bool:
    values: list[Any] = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in _COLUMNS]
    moment = Refusal._meta.get_field("at")
    hour_ago = moment.get_db_prep_value(timezone.now() - timedelta(hours=1), connection)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_INSERT, [*values, row.caller, hour_ago, AN_HOUR])
        return bool(cursor.rowcount > 0)


def _longest(name: str) -> int:
    return int(Refusal._meta.get_field(name).max_length)  # type: ignore[union-attr, arg-type] # - a CharField has one
