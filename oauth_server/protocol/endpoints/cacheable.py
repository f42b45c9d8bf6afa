"""Documents that are the same for all: a lifetime, an entity tag, 304 for who has it (RFC 9110 section 13)."""

import hashlib
import json
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control


def document(
    request: HttpRequest, content: Any, *, lifetime: timedelta, content_type: str = "application/json"
) -> HttpResponse:
    """Answer GET and HEAD with `content` as JSON, or with 304 where the caller's copy is this very one."""
    body = json.dumps(content).encode()
    answer = HttpResponse(body, content_type=content_type)
    answer["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    patch_cache_control(answer, public=True, max_age=int(lifetime.total_seconds()))
    return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer
