"""Clients that administer their own registration (RFC 7592 section 2)."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils.crypto import constant_time_compare

from accounts.audit.record import AuditEventName, record
from accounts.services import guessing
from oauth_server.protocol.hashers import ClientSecretSHA256
from oauth_server.protocol.models import Application
from oauth_server.protocol.models.application import SECRET_METHODS
from oauth_server.protocol.services.client_check import check_sector
from oauth_server.protocol.services.registration import TokenNotGood, TooManyRegistrations
from oauth_server.protocol.services.registration_limits import held_to, limits_of
from oauth_server.protocol.services.registration_metadata import MetadataRefused, defaults, read
from oauth_server.protocol.services.self_registered import (
    check_self_registered,
    reported,
    vouched_for_no_more,
)
from oauth_server.protocol.tokens.digest import digest

OURS: Final = (
    "registration_access_token",
    "registration_client_uri",
    "client_secret_expires_at",
    "client_id_issued_at",
)
"""What the server says and a client may not send back (section 2.2)."""
NOBODY: Final = "0" * 64
COUNTER: Final = "client_management"
MOST: Final = 30
"""Updates of one client in 15 minutes."""


def authenticated(client_id: str, bearer: str | None) -> Application:
    """Return the client whose registration access token this is; raise TokenNotGood, alike for an unknown client, a
    disabled one and a wrong token."""
    application = Application.objects.filter(client_id=client_id).first()
    known = application.registration_token if application else ""
    right = constant_time_compare(known or NOBODY, digest(bearer or ""))
    if application is None or not right or not application.enabled:
        raise TokenNotGood(description="The registration access token is not that of a client here.")
    return application


def replace(application: Application, metadata: Mapping[str, Any]) -> Application:
    """Make a client what the JSON object says, within the limits that it was registered under: what is left out goes
    back to its default, the preset stays, and scopes never widen. Raise MetadataRefused, and TooManyRegistrations where
    it changes all the time; a refusal changes nothing."""
    _hold_to_itself(application, metadata)
    columns = held_to(limits_of(application), read(metadata))
    if columns["client_type"] != application.client_type:
        raise MetadataRefused("token_endpoint_auth_method", "A client stays public, or confidential: register another.")
    _keeps_its_secret(application, columns)
    before = {column: getattr(application, column) for column in _replaced()}
    for column, value in (defaults() | columns).items():
        setattr(application, column, value)
    check_self_registered(application)
    _hold_to_numbers(application)
    with reported():
        check_sector(application, asker=application.client_id)
    changed = sorted(column for column, value in before.items() if getattr(application, column) != value)
    with transaction.atomic():
        own = {"pk": application.pk, "enabled": True, "registration_token": application.registration_token}
        still = Application.objects.select_for_update().filter(**own).first()
        if still is None:
            raise TokenNotGood(description="The registration access token is not that of a client here.")
        # It may have been renewed since: the one before never comes back.
        application.client_secret = still.client_secret
        if changed:
            update = [*_replaced(), *vouched_for_no_more(application, changed), "updated"]
            application.save(update_fields=update)
            record(
                AuditEventName.CLIENT_CHANGED, person=None, client=application.client_id, detail={"changed": changed}
            )
    return application


def delete(application: Application) -> None:
    """End a client and everything that it holds: its row anchors its grants, tokens, codes and consents."""
    with transaction.atomic():
        Application.objects.select_for_update().filter(pk=application.pk).first()
        application.delete()


def _hold_to_itself(application: Application, metadata: Mapping[str, Any]) -> None:
    for member in OURS:
        if member in metadata:
            raise MetadataRefused(member, "It is not the client's to send.")
    if metadata.get("client_id") != application.client_id:
        raise MetadataRefused("client_id", "It must be the client's own.")
    secret = metadata.get("client_secret")
    if secret is not None and not _is_secret(application, secret):
        raise MetadataRefused("client_secret", "It can be repeated, not chosen.")


def _hold_to_numbers(application: Application) -> None:
    """Count an update, which stays in the audit trail: a client that anybody can register writes no more there."""
    try:
        guessing.spend(COUNTER, application.client_id, limit=MOST)
    except guessing.TooManyGuesses as refused:
        raise TooManyRegistrations(refused.retry_after) from None


def _is_secret(application: Application, secret: Any) -> bool:
    text = secret if isinstance(secret, str) and secret.isprintable() and application.client_secret else ""
    return bool(text) and constant_time_compare(application.client_secret, ClientSecretSHA256().encode(text, ""))


def _keeps_its_secret(application: Application, columns: Mapping[str, Any]) -> None:
    """A client without a secret gets none here, for the answer may be lost: it registers anew."""
    from_key = columns["token_endpoint_auth_method"] in SECRET_METHODS and not application.client_secret
    if from_key and application.client_type == Application.CLIENT_CONFIDENTIAL:
        raise MetadataRefused("token_endpoint_auth_method", "The client has no secret: register another.")


def _replaced() -> list[str]:
    return [*defaults(), "authorization_grant_type", "sector", "pkce_exempt", "client_secret"]
