"""Structured logs; never a query string, a body or a header that carries a credential."""

import logging
import re
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

from oauth_server.settings import env

PATHS_WITH_KEYS = ("/accounts/password/reset/key/", "/account/delete/keep/")
"""What follows them in a path opens something."""
_KEY = re.compile(f"({'|'.join(map(re.escape, PATHS_WITH_KEYS))})[^\\s?]+")


def cut_keys(_logger: Any, _name: str, event: EventDict) -> EventDict:
    """Cut the keys of links out of every text of a record, whoever logs the path (a structlog processor)."""
    return {name: _KEY.sub(r"\1...", value) if isinstance(value, str) else value for name, value in event.items()}


_SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    cut_keys,
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": [*_SHARED, structlog.processors.format_exc_info],
            "processor": structlog.processors.JSONRenderer(),
        },
        "console": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": _SHARED,
            # Rich would print the local variables of every frame, passwords among them.
            "processor": structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
        },
    },
    "handlers": {"stream": {"class": "logging.StreamHandler", "formatter": env.LOG_FORMAT}},
    "root": {"handlers": ["stream"], "level": env.LOG_LEVEL},
}
structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,  # first, so that what is not written costs nothing
        *_SHARED,
        structlog.processors.format_exc_info,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
DJANGO_STRUCTLOG_COMMAND_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
"""One line a request, when it is answered; a second one at its start would cost each answer as much again."""
DJANGO_STRUCTLOG_USER_ID_FIELD = ""
"""Reading the user for the log would cost every answer a statement."""
