"""The API for people: every operation by resource, from its OpenAPI description and its row of the policy table."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from oauth_server.console.api_calls import call_of
from oauth_server.console.api_fields import Field, Schema, fields_of
from resources.decision import decide
from resources.openapi import document
from resources.policy import TABLE, Rule
from resources.policy.objects import owned_by_user
from resources.principal import Principal

JSON: Final = "application/json"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the person who reads may call an operation, and why not."""

    allowed: bool
    why: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as the page shows it; `verdict` None: nobody is signed in."""

    anchor: str
    method: str
    path: str
    summary: str
    description: str
    policy: dict[str, Any]
    parameters: list[Field]
    body: list[Field]
    answer: list[Field]
    status: str
    refusals: list[str]
    call: str
    verdict: Verdict | None


def groups(principal: Principal | None) -> dict[str, list[Operation]]:
    """Return the operations by resource, in the table's order; with a verdict each for `principal`."""
    found: dict[str, list[Operation]] = {}
    for tag, operation in _operations(principal):
        found.setdefault(tag, []).append(operation)
    return found


def _operations(principal: Principal | None) -> Iterator[tuple[str, Operation]]:
    description = document()
    for rule in TABLE:
        for path in filter(None, (rule.path, rule.also)):
            for method in rule.methods:
                written = description["paths"][path][method.lower()]
                yield written["tags"][0], _operation(rule, path, method, written, principal)


def _operation(rule: Rule, path: str, method: str, written: Schema, principal: Principal | None) -> Operation:
    components = document()["components"]["schemas"]
    status = next(code for code in written["responses"] if code.startswith("2"))
    body = _content(written.get("requestBody", {}))
    return Operation(
        anchor=written["operationId"],
        method=method,
        path=path,
        summary=written["summary"],
        description=written.get("description", "").replace("`", ""),
        policy=written["x-policy"],
        parameters=[_parameter(one) for one in written.get("parameters", []) if one["in"] == "query"],
        body=fields_of(body, components),
        answer=fields_of(_content(written["responses"][status]), components),
        status=status,
        refusals=[code for code in written["responses"] if not code.startswith("2")],
        call=call_of(method, path, body, components, written["x-policy"]["credentials"]),
        verdict=_verdict(rule, method, principal) if principal else None,
    )


def _content(holder: Schema) -> Schema:
    content: Schema = holder.get("content", {}).get(JSON, {}).get("schema", {})
    return content


def _parameter(written: Schema) -> Field:
    return Field.of(written["name"], written["schema"], required=False)


def _verdict(rule: Rule, method: str, principal: Principal) -> Verdict:
    denial = decide(principal, rule.demand(method))
    if denial is not None:
        return Verdict(allowed=False, why=denial.detail)
    return Verdict(allowed=True, why=_("Your own entries only.") if rule.objects is owned_by_user else "")
