"""The metadata of a protected resource (RFC 9728)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from oauth_server.protocol.endpoints.cacheable import document
from oauth_server.protocol.endpoints.metadata import LIFETIME
from oauth_server.protocol.protected_resources import target
from oauth_server.protocol.scopes import wire
from oauth_server.vocabulary import PROOF_ALGORITHMS


@csrf_exempt
@require_safe
def protected_resource(request: HttpRequest, resource: str) -> HttpResponse:
    """Answer with a protected resource's metadata, under the very address that was inserted (RFC 9728 section 3.3)."""
    found = target([resource])
    content = {
        "resource": resource,
        "resource_name": found.name,
        "authorization_servers": [settings.ISSUER],
        "scopes_supported": wire(found.scopes).split(),
        "bearer_methods_supported": ["header"],
        "dpop_signing_alg_values_supported": list(PROOF_ALGORITHMS),
        "dpop_bound_access_tokens_required": False,
    }
    return document(request, content, lifetime=LIFETIME)
