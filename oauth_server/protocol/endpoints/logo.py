"""The logo of a client by the digest of its bytes: never a document, never another origin's (RFC 7591 section 5)."""

import re
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from oauth_server.protocol.models import ClientLogo

DIGEST: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
HEADERS: Final = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
"""The address names the bytes, so that they never change; opened by itself it is a picture and nothing else."""


@require_safe
def logo(request: HttpRequest, digest: str) -> HttpResponse:
    """Answer with the picture; 404 where no client has it. One statement."""
    found = (
        ClientLogo.objects.filter(digest=digest).values_list("content", "content_type").first()
        if DIGEST.fullmatch(digest)
        else None
    )
    if found is None:
        raise Http404
    content, content_type = found
    return HttpResponse(bytes(content), content_type=content_type, headers=HEADERS)
