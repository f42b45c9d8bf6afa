"""Token exchange: RFC 8693; a resource server passes a call on, in the name of whoever called it, and never as more."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.utils import timezone
from oauthlib.oauth2.rfc6749.errors import InvalidRequestError, InvalidScopeError, UnauthorizedClientError

from accounts.audit.record import AuditEventName, record
from oauth_server.protocol.grants import acting
from oauth_server.protocol.grants.answers import bearer
from oauth_server.protocol.grants.presented_tokens import act_of, actor_of, subject_of
from oauth_server.protocol.grants.token_request import TokenRequest
from oauth_server.protocol.models.chain import Chain
from oauth_server.protocol.models.client import Client
from oauth_server.protocol.protected_resources import Resource, target
from oauth_server.protocol.refusals import Refused
from oauth_server.protocol.scopes import wire, words
from oauth_server.protocol.standing import Standing
from oauth_server.protocol.strict_form import Form
from oauth_server.protocol.tokens import access_claims, access_token
from oauth_server.vocabulary import GrantType, TokenTypeIdentifier

ISSUED: Final = (TokenTypeIdentifier.ACCESS_TOKEN, TokenTypeIdentifier.JWT)


def answer(request: TokenRequest) -> dict[str, Any] | Refused:
    """Issue an access token for another resource, or one by which an administrator acts: never a refresh token.

    A statement for each token that is presented, one for an opaque token that is issued, and the line in the trail.
    """
    client, form, now = request.client, request.form, timezone.now()
    if client.is_public:
        raise UnauthorizedClientError(description="Only a confidential client exchanges tokens.")
    wanted = _wanted(form)
    resource = _target(form)
    if form.required("subject_token_type") == TokenTypeIdentifier.SUBJECT:
        answered = acting.answer(request, resource, now)
    else:
        answered = _exchanged(request, resource, now)
    if isinstance(answered, Refused):
        return answered
    if wanted == TokenTypeIdentifier.JWT and not access_claims.is_jwt(answered["access_token"]):
        raise InvalidRequestError(description="Tokens of this client, or of this resource, are no JWTs.")
    return {**answered, "issued_token_type": wanted}


def _exchanged(request: TokenRequest, resource: Resource, now: datetime) -> dict[str, Any]:
    client = request.client
    subject = subject_of(request, now)
    actor = actor_of(request, now)
    act = act_of(client, subject, actor)
    scope = _scope(request.form, subject, client, resource)
    issued = access_token.issue(
        client=client,
        family=subject.family.held_to(client.cap) if subject.family else None,
        scope=scope,
        audience=resource.identifier,
        now=now,
        jkt=request.jkt,
        actor=act,
        may_act=subject.may_act,
        chain=_chain(client, subject, actor),
        lifetime=resource.lifetime,
        expires_no_later_than=min(token.expires for token in (subject, actor) if token),
        token_format=resource.token_format,
    )
    _record(client, subject, act, resource, scope)
    return bearer(issued, scope=scope, now=now)


def _wanted(form: Form) -> TokenTypeIdentifier:
    """Return the type of token that is asked for (section 2.1); raise InvalidRequestError for another than ISSUED."""
    wanted = form.get("requested_token_type") or TokenTypeIdentifier.ACCESS_TOKEN
    if wanted not in ISSUED:
        raise InvalidRequestError(description="This requested_token_type is not issued.")
    return TokenTypeIdentifier(wanted)


def _target(form: Form) -> Resource:
    """Return the one resource that `resource` and `audience` name (section 2.1); our own API where neither is there."""
    audience = form.get("audience")
    return target((*form.resources, audience) if audience else form.resources)


def _scope(form: Form, subject: Standing, client: Client, resource: Resource) -> frozenset[str]:
    """Return what all of subject, client and resource have; raise InvalidScopeError for more, and for nothing."""
    allowed = subject.scope & client.scopes & resource.scopes
    scope = words(form.get("scope")) or allowed
    if not scope or not scope <= allowed:
        raise InvalidScopeError(
            description="An exchange narrows the scope to what all of it have, and never widens it."
        )
    return scope


def _chain(client: Client, subject: Standing, actor: Standing | None) -> Chain:
    """Return everything that ends the new token beside its grant: each client that has had a part in it, and the tokens
    of machines, which no grant anchors."""
    before = subject.chain
    clients: dict[str, int] = {**before.clients} if before else {}
    clients |= {token.client_id: token.client_epoch for token in (subject, actor) if token}
    clients[client.client_id] = client.token_epoch
    own = subject.jti if subject.family is None and before is None else None
    tokens = (*(before.tokens if before else ()), own, actor.jti if actor else None)
    machine = "" if subject.family else subject.subject
    return Chain(clients, tuple(dict.fromkeys(token for token in tokens if token)), machine)


def _record(
    client: Client, subject: Standing, act: Mapping[str, Any], resource: Resource, scope: frozenset[str]
) -> None:
    family = subject.family
    told = {
        "grant_type": GrantType.TOKEN_EXCHANGE,
        "grant": family.grant if family else None,
        "of": subject.client_id,
        "actor": act["sub"],
        "scope": wire(scope),
        "audience": resource.identifier,
    }
    person, sid = (family.user, family.sid) if family else (None, None)
    record(AuditEventName.TOKENS_ISSUED, person=person, client=client.client_id, sid=sid, detail=told)
