"""The form of a token-side request, taken strictly (RFC 6749 section 3.2 and appendix B, RFC 9700 section 4.3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, UnreadablePostError
from oauthlib.oauth2.rfc6749.errors import InvalidRequestError

FORM: Final = "application/x-www-form-urlencoded"
LONGEST_BODY: Final = 64 * 1024
MOST_FIELDS: Final = 50
REPEATABLE: Final = frozenset({"resource"})
NEVER_IN_QUERY: Final = frozenset(
    {
        "access_token", "actor_token", "assertion", "client_assertion", "client_id", "client_secret", "code",
        "code_verifier", "device_code", "id_token_hint", "password", "refresh_token", "request", "subject_token",
        "token",
    }
)  # fmt: skip


class UnsupportedMediaType(InvalidRequestError):
    """The body is not a form."""

    status_code = 415


@dataclass(frozen=True, slots=True)
class Form:
    """Parameters, each once and none empty; `resources` is the one that may repeat (RFC 8707 section 2)."""

    values: Mapping[str, str]
    resources: tuple[str, ...] = ()

    def get(self, name: str) -> str | None:
        """Return a parameter, None where it was left out or empty."""
        return self.values.get(name)

    def required(self, name: str) -> str:
        """Return a parameter; raise InvalidRequestError where it was left out or empty."""
        value = self.values.get(name)
        if value is None:
            raise InvalidRequestError(description=f"{name} is required.")
        return value


def read(request: HttpRequest) -> Form:
    """Return the form of a POST; raise InvalidRequestError that names the fault."""
    if request.content_type != FORM:
        raise UnsupportedMediaType(description=f"The body must be {FORM}.")
    if request.GET.keys() & NEVER_IN_QUERY:
        raise InvalidRequestError(description="Credentials belong in the body, never in the address.")
    pairs = _pairs(request)
    names = [name for name, _ in pairs if name not in REPEATABLE]
    if len(names) != len(set(names)):
        raise InvalidRequestError(description="A parameter was sent more than once.")
    return Form(
        values={name: value for name, value in pairs if value and name not in REPEATABLE},
        resources=tuple(value for name, value in pairs if value and name in REPEATABLE),
    )


def _pairs(request: HttpRequest) -> list[tuple[str, str]]:
    try:
        body = request.body
        if len(body) > LONGEST_BODY:
            raise InvalidRequestError(description="The body is too long.")
        text = body.decode("utf-8")
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except RequestDataTooBig:
        raise InvalidRequestError(description="The body is too long.") from None
    except (BadRequest, UnreadablePostError, ValueError):
        raise InvalidRequestError(description="The body is not a well-formed form in UTF-8.") from None
    if any("\x00" in name or "\x00" in value for name, value in pairs):
        raise InvalidRequestError(description="A parameter holds a NUL character.")
    return pairs
