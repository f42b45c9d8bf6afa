"""The form of the log: one JSON object a line, a library's stack trace included."""

import json
import logging
import logging.config
from typing import Any

import pytest
from django.conf import settings


@pytest.fixture
def formatter() -> logging.Formatter:
    """The formatter of the JSON log, made as the start makes it."""
    configurator: Any = logging.config.DictConfigurator(settings.LOGGING)
    made: logging.Formatter = configurator.configure_formatter(configurator.config["formatters"]["json"])
    return made


def test_an_error_that_a_library_logs_keeps_its_stack_trace(formatter: logging.Formatter) -> None:
    try:
        raise ValueError("what went wrong")
    except ValueError as error:
        known = (type(error), error, error.__traceback__)
    record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, "Internal Server Error", None, known)
    line = json.loads(formatter.format(record))
    assert line["event"] == "Internal Server Error"
    assert "ValueError: what went wrong" in line["exception"]
    assert "test_logging.py" in line["exception"]
