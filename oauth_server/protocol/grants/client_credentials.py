"""Client credentials grant: RFC 6749 section 4.4; a machine acts for itself, never for a person."""

from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.utils import timezone
from oauthlib.oauth2.rfc6749.errors import UnauthorizedClientError

from accounts.audit.record import AuditEventName, record
from oauth_server.protocol.grants.answers import bearer
from oauth_server.protocol.grants.token_request import TokenRequest
from oauth_server.protocol.models import ProtectedResource
from oauth_server.protocol.protected_resources import audience_for
from oauth_server.protocol.refusals import Refused
from oauth_server.protocol.scopes import granted_scope, wire
from oauth_server.protocol.tokens import access_token
from oauth_server.vocabulary import SCOPES, GrantType

OF_A_PERSON: Final = frozenset(scope for scope, facts in SCOPES.items() if not facts.resource)
"""What has no meaning without a resource owner: openid, profile, email, roles, offline_access."""


def answer(request: TokenRequest) -> dict[str, Any] | Refused:
    """Issue an access token and nothing else: no statement for a JWT of our own API but its line in the trail."""
    client, form = request.client, request.form
    if client.is_public:
        raise UnauthorizedClientError(description="Only a confidential client acts for itself.")
    own = client.scopes - OF_A_PERSON
    scope = granted_scope(form.get("scope"), own, default=own)
    audience = audience_for(form.resources, scope)
    now = timezone.now()
    lifetime, token_format = _wishes_of(audience)
    issued = access_token.issue(
        client=client,
        family=None,
        scope=scope,
        audience=audience,
        now=now,
        jkt=request.jkt,
        lifetime=lifetime,
        token_format=token_format,
    )
    told = {"grant_type": GrantType.CLIENT_CREDENTIALS, "scope": wire(scope), "audience": audience}
    record(AuditEventName.TOKENS_ISSUED, person=None, client=client.client_id, detail=told)
    return bearer(issued, scope=scope, now=now)


def _wishes_of(audience: str) -> tuple[timedelta | None, str]:
    """Return the lifetime and the form that a resource asks for; our own API leaves them to the client."""
    if audience == settings.API_RESOURCE:
        return None, ""
    resources = ProtectedResource.objects.filter(identifier=audience)
    return resources.values_list("access_token_lifetime", "token_format").first() or (None, "")
