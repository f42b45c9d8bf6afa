"""Consent as a record: silent only where the client is assured, asked again only for what is new."""

from typing import Any

from django.db import transaction

from accounts.audit.record import AuditEventName, record
from oauth_server.protocol.claims import CLAIMS
from oauth_server.protocol.models import Application, Consent
from oauth_server.protocol.scopes import wire
from oauth_server.protocol.services.authorization_request import AuthorizationRequest
from oauth_server.protocol.services.authorization_request.claims_parameter import scope_of
from oauth_server.vocabulary import ClientAuthMethod


def scope_asked(request: AuthorizationRequest) -> frozenset[str]:
    """Return what the person is asked: the scope, and the scopes of claims asked for by name, as far as the client may
    get them."""
    return request.scope | (scope_of(request.claims) & request.client.allowed_scopes)


def withheld_from(request: AuthorizationRequest) -> frozenset[str]:
    """Return what was asked for, by scope or by claim, and the cap of the client takes: nobody is asked."""
    asked = frozenset(request.parameters.get("scope", "").split()) | scope_of(request.claims)
    return asked & request.client.withheld_scopes


def claims_asked(request: AuthorizationRequest) -> dict[str, list[str]]:
    """Return the claims that are asked for by name, by the scope that gives them, where that one is not asked for."""
    asked = {name for member in request.claims.values() for name in member}
    found: dict[str, list[str]] = {}
    for name, scope, *_ in CLAIMS:
        if name in asked and scope not in request.scope:
            found.setdefault(str(scope), []).append(name)
    return found


def is_assured(client: Application) -> bool:
    """Return whether a silent answer can only reach this client: it authenticates at the token endpoint, or every
    redirect URI is https on a host that an administrator verified. One that registered itself never is: nobody but
    itself says who it is."""
    if client.registration_source != client.RegistrationSource.MANUAL:
        return False
    authenticates = client.token_endpoint_auth_method != ClientAuthMethod.NONE
    if authenticates and client.client_type == client.CLIENT_CONFIDENTIAL:
        return True
    uris = client.redirect_uris.split()
    return client.hosts_verified and bool(uris) and all(uri.startswith("https://") for uri in uris)


def remembered_scope(*, user_id: int, client: Application) -> frozenset[str]:
    """Return what the person has allowed this client before."""
    found = Consent.objects.filter(user_id=user_id, application=client).values_list("scope", flat=True).first()
    return frozenset((found or "").split())


def is_silent(*, user_id: int, client: Application, scope: frozenset[str]) -> bool:
    """Return whether no page is needed for this scope."""
    if not is_assured(client):
        return False
    return client.skip_authorization or scope <= remembered_scope(user_id=user_id, client=client)


@transaction.atomic
def remember(*, user: Any, client: Application, scope: frozenset[str]) -> None:
    """Add a scope to what the person has allowed this client."""
    consent, _ = Consent.objects.select_for_update().get_or_create(user=user, application=client)
    consent.scope = wire(scope | frozenset(consent.scope.split()))
    consent.save()
    told = {"scope": wire(scope)}
    record(AuditEventName.CONSENT_GIVEN, person=user, client=client.client_id, detail=told)


def refuse(*, user: Any, client: Application, scope: frozenset[str]) -> None:
    """Keep in the trail that the person did not allow a client what it asked for; what they allowed before stays."""
    record(AuditEventName.CONSENT_REFUSED, person=user, client=client.client_id, detail={"scope": wire(scope)})
