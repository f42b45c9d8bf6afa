"""Refresh token grant: RFC 6749 section 6, rotation with reuse detection (RFC 9700 section 4.14.2)."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from oauthlib.oauth2.rfc6749.errors import InvalidGrantError, InvalidScopeError

from accounts.audit.record import AuditEventName, record
from oauth_server.protocol.grants.answers import bearer, hold_audience, hold_key, id_token_for, record_issue
from oauth_server.protocol.grants.token_request import TokenRequest
from oauth_server.protocol.models import Grant, RefreshToken
from oauth_server.protocol.models.application import lifetime_of
from oauth_server.protocol.models.client import Client
from oauth_server.protocol.models.family import Family
from oauth_server.protocol.models.refresh_token import SpentRefreshToken
from oauth_server.protocol.refusals import Refused
from oauth_server.protocol.scopes import words
from oauth_server.protocol.tokens import access_token
from oauth_server.protocol.tokens.access_token import Draft, Issued
from oauth_server.protocol.tokens.refresh_token import RefreshTokenValue
from oauth_server.vocabulary import ClientPreset, GrantType

NO_GOOD: Final = "The refresh token is not known, expired, revoked, spent, or was made for another client."


def answer(request: TokenRequest) -> dict[str, Any] | Refused:
    """Issue what the token stands for: two statements where it is good, at most one for an opaque token, and one for
    the trail. The token is spent by that, but for a client whose keys are its protection (FAPI 2.0 section 5.3.2.1)."""
    presented = RefreshTokenValue.read(request.form.required("refresh_token"))
    if presented is None:
        raise InvalidGrantError(description=NO_GOOD)
    if request.client.preset == ClientPreset.FAPI:
        return _unrotated(presented, request, timezone.now())
    return _rotated(presented, request, timezone.now())


def _rotated(presented: RefreshTokenValue, request: TokenRequest, now: datetime) -> dict[str, Any] | Refused:
    """Put a successor in the token's place.

    It is sealed under the token that it replaces, so that one retry after a lost response can be answered.
    """
    successor, draft = presented.successor(), Draft.new()
    family = RefreshToken.objects.rotate(
        selector=presented.selector_digest,
        checksum=presented.checksum,
        successor=successor.checksum,
        sealed_successor=presented.seal(_answer_to_repeat(successor, draft, request)),
        application=request.client.pk,
        now=now,
        expires=_idle_end(request.client, now),
    )
    if family is None:
        return _judge(presented, request, now)
    return _tokens_of(family, request, draft, str(successor), now)


def _unrotated(presented: RefreshTokenValue, request: TokenRequest, now: datetime) -> dict[str, Any] | Refused:
    """Take the same token again, and move its idle end."""
    family = RefreshToken.objects.extend(
        selector=presented.selector_digest,
        checksum=presented.checksum,
        application=request.client.pk,
        now=now,
        expires=_idle_end(request.client, now),
    )
    if family is None:
        return Refused(InvalidGrantError(description=NO_GOOD))
    return _tokens_of(family, request, Draft.new(), str(presented), now)


def _idle_end(client: Client, now: datetime) -> datetime:
    return now + lifetime_of(client.refresh_idle_lifetime, settings.REFRESH_TOKEN_IDLE_LIFETIME)


def _tokens_of(
    family: Family, request: TokenRequest, draft: Draft, refresh_token: str, now: datetime
) -> dict[str, Any]:
    """Return the answer; raise where the family does not stand, or the request asks for what it may not have."""
    if family.problem() or family.expires <= now:
        raise InvalidGrantError(description=NO_GOOD)
    if request.client.is_public:
        hold_key(family, request.jkt)
    scope = _narrowed(request.form.get("scope"), family, request.client)
    hold_audience(family, request.form)
    issued = _issue(request, family, scope, draft, now)
    return _tokens(request.client, family, scope, issued, refresh_token, now)


def _answer_to_repeat(successor: RefreshTokenValue, draft: Draft, request: TokenRequest) -> dict[str, Any]:
    """Return what a retry needs: a signed token is signed anew, an opaque one repeated, both for the same key."""
    asked = {"scope": request.form.get("scope"), "jkt": request.jkt}
    return {"refresh_token": str(successor), "jti": str(draft.jti), "opaque": draft.opaque, **asked}


def _issue(request: TokenRequest, family: Family, scope: frozenset[str], draft: Draft, at: datetime) -> Issued:
    record_issue(AuditEventName.TOKENS_REFRESHED, request.client, family, scope)
    return access_token.issue(
        client=request.client,
        family=family,
        scope=scope,
        audience=family.audience,
        now=at,
        jkt=request.jkt,
        actor=family.actor,
        draft=draft,
    )


def _tokens(
    client: Client, family: Family, scope: frozenset[str], issued: Issued, refresh_token: str, now: datetime
) -> dict[str, Any]:
    signed = id_token_for(client, family, scope=scope, issued=issued)
    return bearer(issued, scope=scope, now=now, refresh_token=refresh_token, id_token=signed)


def _narrowed(asked: str | None, family: Family, client: Client) -> frozenset[str]:
    """Return the scope of this access token; the family keeps its own. Never more than the client may get today."""
    allowed = family.scope & client.scopes
    scope = words(asked) or allowed
    if not scope <= allowed or not scope:
        raise InvalidScopeError(description="A refresh may narrow the scope, never widen it.")
    return scope


def _judge(presented: RefreshTokenValue, request: TokenRequest, now: datetime) -> dict[str, Any] | Refused:
    """Tell a rival, a retry and a thief apart, with the family's row locked (contract: Refresh)."""
    client, received_at = request.client, request.received_at
    refused = Refused(InvalidGrantError(description=NO_GOOD))
    row = RefreshToken.objects.lock(presented.selector_digest)
    if row is None or row.application != client.pk or not _stands(row, now):
        return refused
    if row.rotated_at is None or row.checksum == presented.checksum or received_at < row.rotated_at:
        return refused
    if client.is_public and row.family.jkt not in {"", request.jkt}:
        return refused
    successor_unused = row.previous_checksum == presented.checksum
    if successor_unused and received_at - row.rotated_at <= settings.REFRESH_TOKEN_RETRY_WINDOW:
        return refused if row.replays else _same_again(presented, request, row, now)
    if Grant.objects.revoke(row.family.grant, now=now):
        told = {"grant": row.family.grant, "grant_type": GrantType.REFRESH_TOKEN}
        record(AuditEventName.TOKEN_REUSED, person=row.family.user, client=client.client_id, detail=told)
    return refused


def _stands(row: SpentRefreshToken, now: datetime) -> bool:
    return not (row.revoked or row.family.problem()) and min(row.expires, row.family.expires) > now


def _same_again(
    presented: RefreshTokenValue, request: TokenRequest, row: SpentRefreshToken, now: datetime
) -> dict[str, Any] | Refused:
    """Give the tokens of the lost response once more, out of the seal; what is signed is signed anew."""
    lost = presented.open(row.sealed_successor) if row.sealed_successor else None
    if lost is None or row.rotated_at is None or lost["jkt"] != request.jkt:
        return Refused(InvalidGrantError(description=NO_GOOD))
    RefreshToken.objects.count_replay(row.pk, now=now)
    scope = _narrowed(lost["scope"], row.family, request.client)
    draft = Draft(UUID(lost["jti"]), lost["opaque"], repeated=True)
    issued = _issue(request, row.family, scope, draft, row.rotated_at)
    return _tokens(request.client, row.family, scope, issued, lost["refresh_token"], now)
