"""The public signing keys (RFC 7517 section 5), cacheable, no statement."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from oauth_server.protocol import keys
from oauth_server.protocol.endpoints.cacheable import document


@csrf_exempt
@require_safe
def jwks(request: HttpRequest) -> HttpResponse:
    """Answer with the JSON Web Key Set; `max-age` is as long as a key is published before it signs, and no longer."""
    return document(
        request,
        {"keys": keys.public_keys()},
        lifetime=settings.SIGNING_KEY_MAX_AGE,
        content_type="application/jwk-set+json",
    )
