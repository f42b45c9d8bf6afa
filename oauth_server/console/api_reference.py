"""The API for people: every operation by resource, from its OpenAPI description and its row of the policy table."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from oauth_server.console.api_calls import call_of
from oauth_server.console.api_examples import answer_of
from oauth_server.console.api_fields import Field, Schema, fields_of
from resources.decision import decide
from resources.openapi import document
from resources.policy import DESCRIBED, Rule, words
from resources.policy.credentials import credentials_of
from resources.principal import Principal

JSON: Final = "application/json"


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as the page shows it.

    `refusal`: why the person who reads may not call it; `rows`: what of the entries they see, where that is not all.
    Both are empty where there is nothing to say, or nobody is signed in.
    """

    anchor: str
    method: str
    path: str
    summary: str
    description: str
    asks: list[tuple[str, str]]
    scopes: list[str]
    closed_to_scopes: bool
    parameters: list[Field]
    body: list[Field]
    answer: list[Field]
    example: str
    status: str
    refusals: list[str]
    call: str
    refusal: str
    rows: str


@dataclass(frozen=True, slots=True)
class Group:
    """The operations on one resource, or the doors of one purpose."""

    name: str
    title: str
    operations: list[Operation]


def groups(principal: Principal | None) -> list[Group]:
    """Return the operations by resource, in the table's order; with what it refuses to `principal`."""
    titles = {tag["name"]: tag["description"] for tag in document()["tags"]}
    found: dict[str, list[Operation]] = {}
    for tag, operation in _operations(principal):
        found.setdefault(tag, []).append(operation)
    return [Group(name, titles[name], operations) for name, operations in found.items()]


def _operations(principal: Principal | None) -> Iterator[tuple[str, Operation]]:
    description = document()
    for rule in DESCRIBED:
        for path in filter(None, (rule.path, rule.also)):
            for method in rule.methods:
                written = description["paths"][path][method.lower()]
                yield written["tags"][0], _operation(rule, path, method, written, principal)


def _operation(rule: Rule, path: str, method: str, written: Schema, principal: Principal | None) -> Operation:
    components = document()["components"]["schemas"]
    status = next(code for code in written["responses"] if code.startswith("2"))
    body, answer = _content(written.get("requestBody", {})), _content(written["responses"][status])
    denial = decide(principal, rule.demand(method)) if principal else None
    return Operation(
        anchor=written["operationId"],
        method=method,
        path=path,
        summary=written["summary"],
        description=written.get("description", "").replace("`", ""),
        asks=[(name, said) for name, said in _asks(rule, method) if said],
        scopes=written["x-policy"]["scopes"],
        closed_to_scopes=written["x-policy"]["closed_to_scopes"],
        parameters=[_parameter(one) for one in written.get("parameters", []) if one["in"] == "query"],
        body=fields_of(body, components),
        answer=fields_of(answer, components),
        example=answer_of(answer, components),
        status=status,
        refusals=[code for code in written["responses"] if not code.startswith("2")],
        call=call_of(method, path, body, components, written["x-policy"]["credentials"]),
        refusal=denial.detail if denial else "",
        rows=words.sentence(words.own_only(rule, principal)) if principal and not denial else "",
    )


def _content(holder: Schema) -> Schema:
    content: Schema = holder.get("content", {}).get(JSON, {}).get("schema", {})
    return content


def _parameter(written: Schema) -> Field:
    return Field.of(written["name"], written["schema"], required=False)


def _asks(rule: Rule, method: str) -> list[tuple[str, str]]:
    """Return what the row asks of whoever calls it, in the words of the policy, each under its name."""
    demand = rule.demand(method)
    return [
        (_("Who may"), words.who(demand)),
        (_("Which entries"), words.rows(rule)),
        (_("Credentials"), words.credentials(frozenset(credentials_of(rule, method)))),
        (_("Sign-in"), words.sign_in(demand.recent, demand.acr)),
        (_("Asks more"), words.fields(rule) if method in {"POST", "PUT", "PATCH"} else ""),
    ]
