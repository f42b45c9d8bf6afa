"""The policy table for people: a line for each address and each way in which its methods differ."""

from collections.abc import Iterator
from dataclasses import astuple, dataclass

from resources.explain import words
from resources.policy import TABLE, Rule

COLUMNS = ("address", "methods", "who", "scope", "credentials", "machines", "recent sign-in", "fields", "rows")


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One line; every part is in words."""

    address: str
    methods: str
    who: str
    scope: str
    credentials: str
    machines: str
    recent: str
    fields: str
    rows: str


def matrix() -> list[MatrixRow]:
    """Return the whole table, in the order of the policy."""
    return [row for rule in TABLE for row in _rows(rule)]


def as_markdown(rows: list[MatrixRow]) -> str:
    """Return a table as Markdown writes it."""
    lines = [COLUMNS, tuple("---" for _ in COLUMNS), *(astuple(row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def as_text(rows: list[MatrixRow]) -> str:
    """Return a table with columns of one width each."""
    lines = [COLUMNS, *(astuple(row) for row in rows)]
    widths = [max(len(line[position]) for line in lines) for position in range(len(COLUMNS))]
    cells = ((cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)
    return "\n".join("  ".join(line).rstrip() for line in cells)


def _rows(rule: Rule) -> Iterator[MatrixRow]:
    methods: dict[tuple[str, ...], list[str]] = {}
    for method in rule.methods:
        methods.setdefault(_asked(rule, method), []).append(method)
    address = f"{rule.path}, {rule.also}" if rule.also else rule.path
    for asked, same in methods.items():
        yield MatrixRow(address, ", ".join(same), *asked)


def _asked(rule: Rule, method: str) -> tuple[str, ...]:
    demand = rule.demand(method)
    return (
        words.who(demand),
        words.scope(demand),
        words.kinds(demand.kinds),
        "yes" if demand.machines else "no",
        words.recent(demand.recent),
        words.fields(rule) if method in {"POST", "PUT", "PATCH"} else "",
        rule.objects.__name__.replace("_", " ") if rule.objects else "",
    )
