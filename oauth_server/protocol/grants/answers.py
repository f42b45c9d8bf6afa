"""What the grants have in common: the audience held, and the answer itself (RFC 6749 section 5.1, RFC 8707)."""

from datetime import datetime
from typing import Any

from oauthlib.oauth2.rfc6749.errors import CustomOAuth2Error, InvalidGrantError

from accounts.audit.record import AuditEventName, record
from oauth_server.protocol.claims import claims_for
from oauth_server.protocol.models.client import Client
from oauth_server.protocol.models.family import Family
from oauth_server.protocol.protected_resources import target
from oauth_server.protocol.scopes import wire
from oauth_server.protocol.strict_form import Form
from oauth_server.protocol.tokens import id_token
from oauth_server.protocol.tokens.access_token import Issued
from oauth_server.protocol.tokens.subject import sid_for, subject_for
from oauth_server.vocabulary import OAuthError, Scope, SigningAlgorithm, TokenType


def hold_audience(family: Family, form: Form) -> None:
    """Raise `invalid_target` where the request names another resource than the grant was made for."""
    if form.resources and target(form.resources).identifier != family.audience:
        raise CustomOAuth2Error(OAuthError.INVALID_TARGET, description="The grant is for another resource.")


def hold_key(family: Family, jkt: str | None) -> None:
    """Raise `invalid_grant` where the family is bound to a key (RFC 9449 sections 5 and 10) that is not the one whose
    possession the request proves, `jkt`."""
    if family.jkt and family.jkt != jkt:
        raise InvalidGrantError(description="The grant is bound to a key that the request does not prove.")


def record_issue(event: AuditEventName, client: Client, family: Family, scope: frozenset[str]) -> None:
    """Append to the audit trail that a client got tokens for a person. One statement."""
    detail = {"grant": family.grant, "scope": wire(scope), "audience": family.audience, "offline": family.offline}
    record(event, person=family.user, client=client.client_id, sid=family.sid, detail=detail)


def bearer(
    issued: Issued,
    *,
    scope: frozenset[str],
    now: datetime,
    refresh_token: str | None = None,
    id_token: str | None = None,
) -> dict[str, Any]:
    """Return the members of a token response."""
    answer: dict[str, Any] = {
        "access_token": issued.value,
        "token_type": TokenType.DPOP if issued.jkt else TokenType.BEARER,
        "expires_in": int(issued.expires.timestamp()) - int(now.timestamp()),
        "scope": wire(scope),
    }
    optional = {"refresh_token": refresh_token, "id_token": id_token}
    return answer | {name: value for name, value in optional.items() if value}


def id_token_for(
    client: Client, family: Family, *, scope: frozenset[str], issued: Issued, nonce: str = ""
) -> str | None:
    """Return an ID token where `openid` was granted (OpenID Connect Core sections 3.1.3.3 and 12.2), else None."""
    if Scope.OPENID not in scope:
        return None
    return id_token.issue(
        subject=subject_for(family.user, client),
        client_id=client.client_id,
        claims=claims_for(family.person, frozenset(), requested=family.requested("id_token"), allowed=client.scopes),
        nonce=nonce,
        auth_time=family.auth_time,
        acr=family.acr,
        amr=family.amr,
        sid=sid_for(family.sid, family.user, client) if family.sid else None,
        access_token=issued.value,
        algorithm=SigningAlgorithm(client.id_token_signed_response_alg or SigningAlgorithm.RS256),
    )
