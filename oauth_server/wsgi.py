"""The WSGI application that granian serves."""

import codecs
import os
from collections.abc import Callable, Iterable
from email.message import Message
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oauth_server.settings")
_django = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer a request; a charset that is a codec of Python's but none of text (`zlib`) is left out.

    Django builds its request before anything of ours could refuse it, and fails on such a charset.
    """
    content_type = Message()
    content_type["content-type"] = environ.get("CONTENT_TYPE", "").replace("\n", "").replace("\r", "")
    if not _is_of_text(content_type.get_param("charset", "utf-8")):
        environ["CONTENT_TYPE"] = content_type.get_content_type()
    return _django(environ, start_response)


def _is_of_text(charset: Any) -> bool:
    try:
        return isinstance(charset, str) and bool(codecs.lookup(charset)) and isinstance("".encode(charset), bytes)
    except (LookupError, UnicodeError, ValueError):
        return False
