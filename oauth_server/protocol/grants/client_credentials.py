"""Client credentials grant: RFC 6749 section 4.4; a machine acts for itself, never for a person."""

from typing import Any, Final

from django.utils import timezone
from oauthlib.oauth2.rfc6749.errors import UnauthorizedClientError

from accounts.audit.record import AuditEventName, record
from oauth_server.protocol.grants.answers import bearer
from oauth_server.protocol.grants.token_request import TokenRequest
from oauth_server.protocol.protected_resources import hold_scope, target
from oauth_server.protocol.refusals import Refused
from oauth_server.protocol.scopes import granted_scope, wire
from oauth_server.protocol.tokens import access_token
from oauth_server.vocabulary import SCOPES, GrantType

OF_A_PERSON: Final = frozenset(scope for scope, facts in SCOPES.items() if not facts.resource)
"""What has no meaning without a resource owner: openid, profile, email, roles, offline_access."""


def answer(request: TokenRequest) -> dict[str, Any] | Refused:
    """Issue an access token and nothing else: no statement for a JWT of our own resources but its line in the trail.

    Without `scope` it is for all that the client may get of the resource (RFC 6749 section 3.3)."""
    client, form = request.client, request.form
    if client.is_public:
        raise UnauthorizedClientError(description="Only a confidential client acts for itself.")
    resource = target(form.resources)
    own = client.scopes - OF_A_PERSON
    scope = granted_scope(
        form.get("scope"), own, default=own & resource.scopes, withheld=client.withheld_scopes - OF_A_PERSON
    )
    hold_scope(scope, resource)
    now = timezone.now()
    issued = access_token.issue(
        client=client,
        family=None,
        scope=scope,
        audience=resource.identifier,
        now=now,
        jkt=request.jkt,
        lifetime=resource.lifetime,
        token_format=resource.token_format,
    )
    told = {"grant_type": GrantType.CLIENT_CREDENTIALS, "scope": wire(scope), "audience": resource.identifier}
    record(AuditEventName.TOKENS_ISSUED, person=None, client=client.client_id, detail=told)
    return bearer(issued, scope=scope, now=now)
