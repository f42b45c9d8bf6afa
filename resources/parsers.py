"""Bodies: JSON or a form, no larger than DATA_UPLOAD_MAX_MEMORY_SIZE; Django bounds only what it reads itself."""

import json
from io import BytesIO
from typing import IO, Any, Final

from rest_framework.exceptions import ParseError
from rest_framework.parsers import FormParser, JSONParser

_SURROGATE: Final = rb"\ud"
"""How each half of a surrogate pair begins in JSON, in lower case."""


def _body(parser_context: Any) -> BytesIO:
    """Return the whole body; Django raises RequestDataTooBig before it reads one that is too large."""
    return BytesIO(parser_context["request"]._request.body)


class BoundedJSONParser(JSONParser):
    """JSON; nesting deeper than Python's stack is a malformed body, and so is half of a surrogate pair (RFC 8259
    section 8.2): it is no character, and neither a database nor an answer could hold it."""

    def parse(self, stream: IO[Any], media_type: str | None = None, parser_context: Any = None) -> Any:
        """Return what the body says; raise ParseError, or what Django raises for a body too large."""
        body = _body(parser_context)
        try:
            parsed = super().parse(body, media_type, parser_context)
            if _SURROGATE in body.getvalue().lower():
                json.dumps(parsed, ensure_ascii=False).encode()
        except RecursionError as error:
            raise ParseError("JSON parse error - nested too deep") from error
        except UnicodeEncodeError as error:
            raise ParseError("JSON parse error - half of a surrogate pair") from error
        return parsed


class BoundedFormParser(FormParser):
    """A form; Django bounds the number of its fields."""

    def parse(self, stream: IO[Any], media_type: str | None = None, parser_context: Any = None) -> Any:
        """Return the fields; raise what Django raises for a body too large or of too many fields."""
        return super().parse(_body(parser_context), media_type, parser_context)
