"""The refusals that an operation can answer (contract: Statuses), each a problem (RFC 9457)."""

from http import HTTPStatus
from typing import Any, Final

from resources.demand import Callers
from resources.policy.rule import EVERY_KIND, NOT_NEEDED, SAFE, Rule
from resources.problems import MEDIA_TYPE

TEXT: Final = {"type": "string"}
PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "description": "A refusal (RFC 9457).",
    "properties": {
        "type": TEXT,
        "title": TEXT,
        "status": {"type": "integer"},
        "detail": TEXT,
        "decision": {**TEXT, "description": "The id of the refusal, by which its reasons are found."},
        "errors": {
            "type": "array",
            "description": "The fields that are at fault, by JSON pointer.",
            "items": {
                "type": "object",
                "properties": {"pointer": TEXT, "detail": TEXT},
                "required": ["pointer", "detail"],
            },
        },
        "mfa_required": {"type": "boolean", "description": "The password was right; POST /api/mfa/ finishes."},
        "challenge": {**TEXT, "description": "What POST /api/mfa/ wants back."},
        "methods": {"type": "array", "items": TEXT, "description": "What the account can answer with."},
        "public_key": {"type": "object", "description": "What a passkey is asked (WebAuthn)."},
    },
    "required": ["type", "title", "status", "detail"],
}
REASONS: Final = {
    400: "The request is malformed, a field is missing or wrong, or it brings more than one credential.",
    401: "There is no credential, or it is not good; or the sign-in is not recent or not sure enough.",
    403: "The role, the permission, the scope or the CSRF token is missing, or another kind of credential is needed.",
    404: "There is no such object, or it is another's.",
    405: "The address does not have this method.",
    406: "JSON, or what the address answers, is not among what the request accepts.",
    415: "The body is of a type that the address does not read.",
    429: "Too many requests.",
    503: "The database does not answer.",
}
_HEADERS: Final = {
    401: ("WWW-Authenticate", "The challenge (RFC 6750, RFC 9449, RFC 9470, RFC 9728).", TEXT),
    405: ("Allow", "The methods that the address has.", TEXT),
    429: ("Retry-After", "Seconds to wait.", {"type": "integer"}),
    503: ("Retry-After", "Seconds to wait.", {"type": "integer"}),
}


def statuses_of(rule: Rule, method: str, *, paged: bool) -> list[int]:
    """Return the refusals that `method` of a row can answer; `paged`: it is a list of which a page may not exist."""
    writes = method not in SAFE
    reads_body = writes and method != "DELETE"
    found = {
        400: True,
        401: True,
        403: writes or not _open_to_all(rule),
        404: "{id}" in rule.route or paged,
        405: True,
        406: True,
        415: reads_body,
        429: True,
        503: True,
    }
    return [status for status, answered in found.items() if answered]


def answers() -> dict[str, Any]:
    """Return the refusals as components, to which every operation refers."""
    return {name_of(status): _answer(status, reason) for status, reason in REASONS.items()}


def name_of(status: int) -> str:
    """Return a status's name as a component, such as NotFound."""
    return "".join(word.capitalize() for word in HTTPStatus(status).phrase.split())


def _open_to_all(rule: Rule) -> bool:
    return rule.roles is Callers.ANYONE and rule.read is NOT_NEEDED and rule.kinds == EVERY_KIND and rule.machines


def _answer(status: int, reason: str) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "description": reason,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if status in _HEADERS:
        name, description, schema = _HEADERS[status]
        answer["headers"] = {name: {"description": description, "schema": schema}}
    return answer
