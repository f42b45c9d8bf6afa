"""Bodies: JSON or a form, no larger than DATA_UPLOAD_MAX_MEMORY_SIZE; Django bounds only what it reads itself."""

from io import BytesIO
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import FormParser, JSONParser


def _body(parser_context: Any) -> BytesIO:
    """Return the whole body; Django raises RequestDataTooBig before it reads one that is too large."""
    return BytesIO(parser_context["request"]._request.body)


class BoundedJSONParser(JSONParser):
    """JSON; nesting deeper than Python's stack is a malformed body."""

    def parse(self, stream: IO[Any], media_type: str | None = None, parser_context: Any = None) -> Any:
        """Return what the body says; raise ParseError, or what Django raises for a body too large."""
        try:
            return super().parse(_body(parser_context), media_type, parser_context)
        except RecursionError as error:
            raise ParseError("JSON parse error - nested too deep") from error


class BoundedFormParser(FormParser):
    """A form; Django bounds the number of its fields."""

    def parse(self, stream: IO[Any], media_type: str | None = None, parser_context: Any = None) -> Any:
        """Return the fields; raise what Django raises for a body too large or of too many fields."""
        return super().parse(_body(parser_context), media_type, parser_context)
