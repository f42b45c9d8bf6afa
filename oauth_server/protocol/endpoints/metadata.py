"""Metadata, derived from the registries (OpenID Discovery, RFC 8414, RFC 9728)."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from oauth_server.protocol import client_authentication, grants
from oauth_server.protocol.claims import CLAIMS
from oauth_server.protocol.protected_resources import BUILT_IN, target
from oauth_server.protocol.scopes import wire
from oauth_server.protocol.services import authorization_request
from oauth_server.vocabulary import PROOF_ALGORITHMS, SCOPES, ClientAuthMethod, Prompt, SigningAlgorithm

HOUR = 3600
ID_TOKEN_CLAIMS = ("sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "sid", "at_hash")


def server_metadata() -> dict[str, Any]:
    """Return what this server does, for both discovery documents; nothing is listed that does not work."""
    methods = [str(method) for method in client_authentication.METHODS]
    confidential = [method for method in methods if method != ClientAuthMethod.NONE]
    return {
        "issuer": settings.ISSUER,
        "authorization_endpoint": _address("authorize"),
        "token_endpoint": _address("token"),
        "userinfo_endpoint": _address("user-info"),
        "jwks_uri": _address("jwks-info"),
        "end_session_endpoint": _address("rp-initiated-logout"),
        "revocation_endpoint": _address("revoke-token"),
        "introspection_endpoint": _address("introspect"),
        "scopes_supported": [str(scope) for scope in SCOPES],
        "response_types_supported": list(authorization_request.RESPONSE_TYPES),
        "response_modes_supported": list(authorization_request.RESPONSE_MODES),
        "grant_types_supported": [str(grant_type) for grant_type in grants.GRANTS],
        "code_challenge_methods_supported": list(authorization_request.CODE_CHALLENGE_METHODS),
        "prompt_values_supported": [str(prompt) for prompt in Prompt],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [str(algorithm) for algorithm in SigningAlgorithm],
        "token_endpoint_auth_methods_supported": methods,
        "revocation_endpoint_auth_methods_supported": methods,
        "introspection_endpoint_auth_methods_supported": confidential,
        "dpop_signing_alg_values_supported": list(PROOF_ALGORITHMS),
        "claim_types_supported": ["normal"],
        "claims_supported": [*ID_TOKEN_CLAIMS, *(name for name, _, _ in CLAIMS)],
        "claims_parameter_supported": False,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
        "require_request_uri_registration": False,
        "authorization_response_iss_parameter_supported": True,
        "ui_locales_supported": [code for code, _ in settings.LANGUAGES],
        "protected_resources": list(BUILT_IN),
    }


@require_safe
@cache_control(public=True, max_age=HOUR)
@conditional_page
def server(request: HttpRequest) -> HttpResponse:
    """Answer with the authorization server's metadata."""
    return JsonResponse(server_metadata())


@require_safe
@cache_control(public=True, max_age=HOUR)
@conditional_page
def protected_resource(request: HttpRequest, resource: str) -> HttpResponse:
    """Answer with a protected resource's metadata, under the very address that was inserted (RFC 9728 section 3.3)."""
    found = target([resource])
    return JsonResponse(
        {
            "resource": resource,
            "resource_name": found.name,
            "authorization_servers": [settings.ISSUER],
            "scopes_supported": wire(found.scopes).split(),
            "bearer_methods_supported": ["header"],
            "dpop_signing_alg_values_supported": list(PROOF_ALGORITHMS),
            "dpop_bound_access_tokens_required": False,
        }
    )


def _address(name: str) -> str:
    return settings.ISSUER + reverse(f"oauth2_provider:{name}")
