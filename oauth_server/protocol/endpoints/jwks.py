"""The public signing keys (RFC 7517), cacheable, no statement."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from oauth_server.protocol import keys


@require_safe
@cache_control(public=True, max_age=int(settings.SIGNING_KEY_MAX_AGE.total_seconds()))
@conditional_page
def jwks(request: HttpRequest) -> HttpResponse:
    """Answer with the JSON Web Key Set."""
    return JsonResponse({"keys": keys.public_keys()}, content_type="application/jwk-set+json")
