"""Acting for a person by token exchange: an extension of RFC 8693, whose subject is named by `sub` (section 1.1)."""

import secrets
from datetime import datetime
from typing import Any, cast

from oauthlib.oauth2.rfc6749.errors import CustomOAuth2Error

from accounts.models import User
from accounts.roles import ACT_FOR_PERSON, roles_holding
from accounts.services import acting
from oauth_server.protocol.grants.answers import bearer
from oauth_server.protocol.grants.presented_tokens import administrator_of
from oauth_server.protocol.grants.token_request import TokenRequest
from oauth_server.protocol.models import Grant
from oauth_server.protocol.models.family import Family
from oauth_server.protocol.protected_resources import BUILT_IN, Resource
from oauth_server.protocol.refusals import Refused
from oauth_server.protocol.scopes import granted_scope, wire
from oauth_server.protocol.standing import Standing
from oauth_server.protocol.tokens import access_token
from oauth_server.protocol.tokens.digest import digest
from oauth_server.protocol.tokens.subject import person_known_by
from oauth_server.vocabulary import OAuthError, Scope


def answer(request: TokenRequest, resource: Resource, now: datetime) -> dict[str, Any] | Refused:
    """Issue a token by which the person of `actor_token` acts for the one whose `sub` is `subject_token`.

    It hangs on a grant of its own, which is dead as soon as the administrator may no longer. What an administrator was
    refused stays in the trail; nothing else does.
    """
    if resource.identifier not in BUILT_IN:
        said = "Only resources of this server know what may be done while acting for a person."
        raise CustomOAuth2Error(OAuthError.INVALID_TARGET, description=said)
    found, administrator = administrator_of(request, now)
    try:
        return _acting(request, resource, found, administrator, now)
    except acting.MayNotAct as refusal:
        acting.record_refusal(actor=administrator.user, client_id=request.client.client_id, refusal=refusal)
        return Refused(CustomOAuth2Error(refusal.error, description=str(refusal)))


def _acting(
    request: TokenRequest, resource: Resource, found: Standing, administrator: Family, now: datetime
) -> dict[str, Any]:
    client, form = request.client, request.form
    if Scope.ADMIN_ACT not in found.scope & client.scopes:
        raise acting.MayNotAct(OAuthError.INSUFFICIENT_SCOPE, f"actor_token needs the scope {Scope.ADMIN_ACT}.")
    if client.cap.roles is not None and not roles_holding(ACT_FOR_PERSON) & administrator.roles:
        raise acting.MayNotAct(OAuthError.ACCESS_DENIED, "The role by which somebody acts does not count here.")
    reason = acting.readable_reason(form.get("reason") or "")
    subject = form.required("subject_token")
    person = acting.person_to_act_for(
        actor=administrator.user,
        auth_time=administrator.auth_time,
        acr=administrator.acr,
        named=lambda: person_known_by(subject, client),
    )
    scope = granted_scope(form.get("scope"), found.scope & client.scopes & resource.scopes)
    act = {"sub": found.subject, "client_id": client.client_id}
    end = min(now + acting.LONGEST, administrator.expires)
    family = _anchor(request, person, administrator, act, scope, resource, now=now, end=end)
    issued = access_token.issue(
        client=client,
        family=family,
        scope=scope,
        audience=resource.identifier,
        now=now,
        jkt=request.jkt,
        actor=act,
        may_act=act,
        longest=acting.LONGEST,
    )
    acting.record_acting(
        person=person,
        actor=administrator.user,
        client_id=client.client_id,
        application=client.name,
        reason=reason,
        until=issued.expires,
        scope=wire(scope),
    )
    return bearer(issued, scope=scope, now=now)


def _anchor(
    request: TokenRequest,
    person: User,
    administrator: Family,
    act: dict[str, str],
    scope: frozenset[str],
    resource: Resource,
    *,
    now: datetime,
    end: datetime,
) -> Family:
    """Return a grant of the person's, whose code nobody has seen and which is spent at once."""
    code = digest(secrets.token_urlsafe(32))
    Grant.objects.create(
        code=code,
        user=person,
        application_id=request.client.pk,
        expires=end,
        redirect_uri="",
        scope=wire(scope),
        resource=[resource.identifier],
        audience=resource.identifier,
        offline=True,
        credential_epoch=person.credential_epoch,
        jkt=request.jkt or "",
        actor=act,
        actor_grant=administrator.grant,
    )
    return cast("Family", Grant.objects.consume(code=code, application=request.client.pk, now=now, expires=end))
