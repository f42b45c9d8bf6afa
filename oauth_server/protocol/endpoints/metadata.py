"""The authorization server's metadata, derived from the registries (RFC 8414, OpenID Connect Discovery section 3)."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from accounts.services.step_up import LEVELS
from oauth_server.protocol import client_authentication, grants
from oauth_server.protocol.claims import CLAIMS
from oauth_server.protocol.endpoints.cacheable import document
from oauth_server.protocol.endpoints.responses import DELIVERY
from oauth_server.protocol.protected_resources import BUILT_IN
from oauth_server.protocol.services import client_metadata_documents
from oauth_server.protocol.services.authorization_request.code_challenge import CODE_CHALLENGE_METHODS
from oauth_server.protocol.tokens import id_token
from oauth_server.vocabulary import (
    PROOF_ALGORITHMS,
    RESPONSE_TYPES,
    SCOPES,
    ClientAuthMethod,
    Prompt,
    SigningAlgorithm,
    SubjectType,
)

LIFETIME = timedelta(hours=1)


def server_metadata() -> dict[str, Any]:
    """Return what this server does, for both discovery documents; nothing is listed that does not work."""
    return {
        "issuer": settings.ISSUER,
        "authorization_endpoint": _address("authorize"),
        "pushed_authorization_request_endpoint": _address("pushed-authorization-request"),
        "require_pushed_authorization_requests": False,
        "token_endpoint": _address("token"),
        "userinfo_endpoint": _address("user-info"),
        "jwks_uri": _address("jwks-info"),
        "end_session_endpoint": _address("rp-initiated-logout"),
        "backchannel_logout_supported": True,
        "backchannel_logout_session_supported": True,
        "revocation_endpoint": _address("revoke-token"),
        "introspection_endpoint": _address("introspect"),
        "device_authorization_endpoint": _address("device-authorization"),
        **({"registration_endpoint": _address("dcr-register")} if settings.REGISTRATION != "off" else {}),
        "client_id_metadata_document_supported": client_metadata_documents.are_read(),
        "scopes_supported": [str(scope) for scope in SCOPES],
        "response_types_supported": list(RESPONSE_TYPES),
        "response_modes_supported": [str(mode) for mode in DELIVERY],
        "grant_types_supported": [str(grant_type) for grant_type in grants.GRANTS],
        "code_challenge_methods_supported": list(CODE_CHALLENGE_METHODS),
        "prompt_values_supported": [str(prompt) for prompt in Prompt],
        "subject_types_supported": [str(subject_type) for subject_type in SubjectType],
        "id_token_signing_alg_values_supported": [str(algorithm) for algorithm in SigningAlgorithm],
        "userinfo_signing_alg_values_supported": [str(algorithm) for algorithm in SigningAlgorithm],
        **_proofs("token", client_authentication.METHODS),
        **_proofs("revocation", client_authentication.METHODS),
        **_proofs("introspection", client_authentication.PROVED),
        "introspection_signing_alg_values_supported": [str(algorithm) for algorithm in SigningAlgorithm],
        "dpop_signing_alg_values_supported": list(PROOF_ALGORITHMS),
        "authorization_signing_alg_values_supported": [str(algorithm) for algorithm in SigningAlgorithm],
        "acr_values_supported": list(LEVELS),
        "display_values_supported": ["page"],
        "claim_types_supported": ["normal"],
        "claims_supported": [*id_token.REQUIRED, *id_token.OPTIONAL, *(name for name, _, _ in CLAIMS)],
        "claims_parameter_supported": True,
        "request_parameter_supported": True,
        "request_uri_parameter_supported": True,
        "require_request_uri_registration": True,
        "require_signed_request_object": False,
        "request_object_signing_alg_values_supported": [str(algorithm) for algorithm in SigningAlgorithm],
        "authorization_response_iss_parameter_supported": True,
        "ui_locales_supported": [code for code, _ in settings.LANGUAGES],
        "protected_resources": list(BUILT_IN),
        "service_documentation": settings.ISSUER + reverse("docs"),
    }


@csrf_exempt
@require_safe
def server(request: HttpRequest) -> HttpResponse:
    """Answer with the metadata, the same at both addresses."""
    return document(request, server_metadata(), lifetime=LIFETIME)


def _proofs(endpoint: str, methods: Iterable[ClientAuthMethod]) -> dict[str, list[str]]:
    """Return by which methods a client proves itself at an endpoint, and what its assertions are signed with."""
    return {
        f"{endpoint}_endpoint_auth_methods_supported": [str(method) for method in methods],
        f"{endpoint}_endpoint_auth_signing_alg_values_supported": [
            str(algorithm) for algorithm in client_authentication.ALGORITHMS
        ],
    }


def _address(name: str) -> str:
    return settings.ISSUER + reverse(f"oauth2_provider:{name}")
