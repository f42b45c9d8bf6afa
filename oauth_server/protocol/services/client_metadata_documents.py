"""Clients whose identifier is the address of their metadata (Client ID Metadata Document sections 3 and 4)."""

import hashlib
import re
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils import timezone
from oauthlib.oauth2.rfc6749.errors import OAuth2Error

from accounts.audit.record import AuditEventName, record
from accounts.services import guessing
from oauth_server.protocol import fetching
from oauth_server.protocol.fetch_shares import share_of
from oauth_server.protocol.models import Application, client_uris
from oauth_server.protocol.services.client_check import check_sector
from oauth_server.protocol.services.grant_revocation import revoke_client_tokens
from oauth_server.protocol.services.registration_limits import OPEN, held_to
from oauth_server.protocol.services.registration_metadata import MetadataRefused, defaults, read
from oauth_server.protocol.services.self_registered import (
    check_self_registered,
    reported,
    vouched_for_no_more,
)
from oauth_server.protocol.services.unused_clients import are_too_many
from oauth_server.vocabulary import ClientAuthMethod

LIFETIME: Final = timedelta(hours=1)
"""How long a document counts once it was read; a change, or its end, takes effect then."""
PAUSE: Final = 60
"""Seconds until an address that gave no good document is asked again."""
LARGEST: Final = 16 * 1024
LONGEST: Final = 255
BY_ADDRESS: Final = "client_document_fetch"
BY_HOST: Final = "client_document_host"
MOST_OF_HOST: Final = 10 * guessing.LIMIT
"""New addresses of one host that are asked for in 15 minutes: what one caller may ask for, and nine more callers."""
SECRETS: Final = ("client_secret", "client_secret_expires_at")
METHODS: Final = (ClientAuthMethod.NONE, ClientAuthMethod.PRIVATE_KEY_JWT)
"""There is nobody to share a secret with (section 4.1)."""
_DOT_SEGMENT: Final = re.compile(r"/(\.|%2e){1,2}(/|\Z)", re.IGNORECASE)
CIMD: Final = Application.RegistrationSource.CIMD


def are_read() -> bool:
    """Return whether this server reads metadata documents: where anybody may register a client anyway."""
    return bool(settings.REGISTRATION == "open")


def is_address(client_id: str) -> bool:
    """Return whether a client identifier has the form of a document's address (section 3)."""
    if len(client_id) > LONGEST or client_uris.fetch_fault(client_id) or "#" in client_id:
        return False
    path = urlsplit(client_id).path
    return len(path) > 1 and not _DOT_SEGMENT.search(path)


def host_of(client: Application) -> str:
    """Return the host that a client describes itself at; an empty text for one that is registered here."""
    return client_uris.host_of(client.client_id) if client.registration_source == CIMD else ""


def find(client_id: str, *, known: Application | None, address: str = "") -> Application | None:
    """Return the client of a document's address, read again once it is an hour old; None where there is no good one.

    `known` is its row, if there is one; `address` that of the caller, whose attempts are counted. A document
    that cannot be read any more is no client any more: what it was granted goes on, nothing new is. Only the document
    itself makes a pause for everybody: that a caller has no attempt left is no other caller's matter.
    """
    if not are_read() or (known is not None and not known.enabled):
        return None
    if known is not None and known.cimd_expires_at is not None and known.cimd_expires_at > timezone.now():
        return known
    if cache.get(_pause(client_id)):
        return None
    try:
        _hold_to_numbers(client_id, known, address)
        found = _read(client_id, asker="" if known else _counted(address))
    except (fetching.TooBusy, guessing.TooManyGuesses):
        return None
    except (fetching.FetchRefused, OAuth2Error):
        cache.set(_pause(client_id), True, PAUSE)
        return None
    for counter, key, limit in _counters(client_id, known, address) if known else ():
        guessing.refund(counter, key, limit=limit)
    return _kept(found)


def _hold_to_numbers(client_id: str, known: Application | None, address: str) -> None:
    """Count an attempt before it is made; one that finds the document of a known client is given back, so that new
    clients come in as slowly as by registration. Raise TooManyGuesses."""
    if known is None and are_too_many(Application.objects.filter(registration_source=CIMD)):
        raise guessing.TooManyGuesses(PAUSE)
    for counter, key, limit in _counters(client_id, known, address):
        guessing.spend(counter, key, limit=limit)


def _counters(client_id: str, known: Application | None, address: str) -> list[tuple[str, str, int]]:
    """Return what an attempt counts against, and how far: its caller, and, for an address never read before, the host
    that is asked, of which one caller uses up a tenth; so nobody can use up the attempts of a client that is known."""
    by_caller = [(BY_ADDRESS, _counted(address), guessing.LIMIT)] if _counted(address) else []
    return by_caller if known else [*by_caller, (BY_HOST, client_uris.host_of(client_id), MOST_OF_HOST)]


def _counted(address: str) -> str:
    return address if settings.ADDRESS_LIMITS else ""


def _read(client_id: str, *, asker: str) -> Application:
    """Return the row that the document describes, checked and not saved; raise FetchRefused or MetadataRefused."""
    with share_of(Application(registration_source=CIMD), asker=asker):
        document = fetching.fetch_json(client_id, limit=LARGEST)
    if not isinstance(document, dict) or document.get("client_id") != client_id:
        raise MetadataRefused("client_id", "It is not the address of the document.")
    if any(name in document for name in SECRETS):
        raise MetadataRefused("client_secret", "A document is no place for a secret.")
    columns = {"token_endpoint_auth_method": str(ClientAuthMethod.NONE), **read(document)}
    if columns["token_endpoint_auth_method"] not in METHODS:
        raise MetadataRefused("token_endpoint_auth_method", "Only none and private_key_jwt.")
    application = Application(client_id=client_id, registration_source=CIMD, client_secret="", **held_to(OPEN, columns))
    check_self_registered(application)
    with reported():
        check_sector(application, asker=client_id)
    return application


def _kept(found: Application) -> Application | None:
    """Write what a document says; whoever comes second at a new address finds the row of the first."""
    found.cimd_expires_at = timezone.now() + LIFETIME
    try:
        with transaction.atomic():
            row = Application.objects.select_for_update().filter(client_id=found.client_id).first()
            if row is None:
                found.save()
                return found
            return _renewed(row, found)
    except IntegrityError:
        return Application.objects.filter(client_id=found.client_id, enabled=True).first()


def _renewed(row: Application, found: Application) -> Application | None:
    columns = [*defaults(), "client_type", "authorization_grant_type", "sector"]
    changed = sorted(name for name in columns if getattr(row, name) != getattr(found, name))
    for name in changed:
        setattr(row, name, getattr(found, name))
    row.cimd_expires_at = found.cimd_expires_at
    row.save(update_fields=[*changed, *vouched_for_no_more(row, changed), "cimd_expires_at", "updated"])
    if "client_type" in changed:
        revoke_client_tokens(application=row)
    if changed:
        record(AuditEventName.CLIENT_CHANGED, person=None, client=row.client_id, detail={"changed": changed})
    return row if row.enabled else None


def _pause(client_id: str) -> str:
    return f"client-document-pause-{hashlib.sha256(client_id.encode()).hexdigest()}"
