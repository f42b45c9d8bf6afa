"""The policy table: an entry for each address and each way in which its methods differ, as data and for people."""

from typing import Any

from resources.policy import TABLE, Rule, asked, words
from resources.policy.credentials import credentials_of

COLUMNS = ("address", "methods", "who", "scope", "credentials", "machines", "sign-in", "fields", "rows")


def matrix() -> list[dict[str, Any]]:
    """Return the whole table, in the order of the policy: `addresses`, `methods`, and what `x-policy` says of them."""
    return [
        {"addresses": _addresses(rule), "methods": methods, **asked(rule, methods[0])}
        for rule in TABLE
        for methods in _methods_alike(rule)
    ]


def as_markdown() -> str:
    """Return the table as Markdown writes it."""
    lines = [COLUMNS, tuple("---" for _ in COLUMNS), *_lines()]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def as_text() -> str:
    """Return the table with columns of one width each."""
    lines = [COLUMNS, *_lines()]
    widths = [max(len(line[position]) for line in lines) for position in range(len(COLUMNS))]
    cells = ((cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)
    return "\n".join("  ".join(line).rstrip() for line in cells)


def _lines() -> list[tuple[str, ...]]:
    return [_line(rule, methods) for rule in TABLE for methods in _methods_alike(rule)]


def _line(rule: Rule, methods: list[str]) -> tuple[str, ...]:
    demand, said = rule.demand(methods[0]), asked(rule, methods[0])
    return (
        ", ".join(_addresses(rule)),
        ", ".join(methods),
        words.who(demand),
        words.scope(demand),
        words.credentials(frozenset(credentials_of(rule, methods[0]))),
        "yes" if said["machines"] else "no",
        words.sign_in(demand.recent, demand.acr),
        words.fields(rule) if said["fields"] else "",
        words.rows(rule),
    )


def _addresses(rule: Rule) -> list[str]:
    return [rule.path, *([rule.also] if rule.also else [])]


def _methods_alike(rule: Rule) -> list[list[str]]:
    """Return the methods of a row, those together of which it asks the same."""
    alike: list[tuple[dict[str, Any], list[str]]] = []
    for method in rule.methods:
        said = asked(rule, method)
        same = next((methods for other, methods in alike if other == said), None)
        if same is None:
            alike.append((said, [method]))
        else:
            same.append(method)
    return [methods for _, methods in alike]
