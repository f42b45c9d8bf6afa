"""Registered clients: made and amended by one room (RFC 6749 section 2, RFC 7591 section 2)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from oauth2_provider.generators import generate_client_id, generate_client_secret

from accounts.audit.record import AuditEventName, record
from oauth_server.protocol.models import Application
from oauth_server.protocol.models.application import SECRET_METHODS
from oauth_server.protocol.models.presets import PRESETS
from oauth_server.protocol.services import client_metadata_documents
from oauth_server.protocol.services.client_check import check
from oauth_server.vocabulary import ClientPreset, GrantType, Scope


@dataclass(frozen=True, slots=True)
class Registration:
    """What an administrator or a developer registers a client as. `introspects`: the resources that it serves
    (RFC 7662); `preset` chooses whatever is not named; `metadata`: further columns of the client's row, such as
    `jwks_uri`."""

    name: str
    public: bool = False
    grant_types: tuple[GrantType, ...] = ()
    redirect_uris: tuple[str, ...] = ()
    post_logout_redirect_uris: tuple[str, ...] = ()
    allowed_origins: tuple[str, ...] = ()
    scopes: tuple[Scope, ...] = ()
    introspects: tuple[str, ...] = ()
    preset: ClientPreset | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)

    def columns(self) -> dict[str, Any]:
        """Return the columns of the client's row that this registration decides."""
        chosen = PRESETS[self.preset].columns() if self.preset else {}
        named = {"grant_types": " ".join(self.grant_types)} if self.grant_types or not self.preset else {}
        return {
            **chosen,
            "name": self.name,
            "preset": str(self.preset or ""),
            "client_type": Application.CLIENT_PUBLIC if self.public else Application.CLIENT_CONFIDENTIAL,
            **named,
            "redirect_uris": " ".join(self.redirect_uris),
            "post_logout_redirect_uris": " ".join(self.post_logout_redirect_uris),
            "allowed_origins": " ".join(self.allowed_origins),
            "scopes": " ".join(self.scopes),
            "introspects": " ".join(self.introspects),
            **self.metadata,
        }


def find(client_id: str, *, address: str = "") -> Application | None:
    """Return the enabled client of an identifier; its metadata document is read where the identifier is the address of
    one, so call this outside a transaction. `address` is that of the caller, whose failed attempts are counted."""
    known = Application.objects.filter(client_id=client_id).first()
    if known is not None and known.registration_source != Application.RegistrationSource.CIMD:
        return known if known.enabled else None
    if known is None and not client_metadata_documents.is_address(client_id):
        return None
    return client_metadata_documents.find(client_id, known=known, address=address)


def acquaint(client_id: str | None, *, address: str) -> None:
    """Read the metadata document of a client that a request names by its address, before it is authenticated."""
    if client_id and client_metadata_documents.is_address(client_id):
        find(client_id, address=address)


def register_client(
    registration: Registration, *, client_id: str = "", client_secret: str = "", by: Any = None
) -> tuple[Application, str | None]:
    """Return a new client and its secret (None for one that uses none); both are made unless given. `by`: who does it.

    Raise ValidationError, by field, for what this server does not do. Only a digest of the secret is stored.
    """
    application = Application(client_id=client_id or generate_client_id(), **registration.columns())
    application.changed_by = by
    application.client_secret = secret = client_secret or generate_client_secret()
    check(application)
    application.save()
    return application, secret if application.token_endpoint_auth_method in SECRET_METHODS else None


def built_in_client(registration: Registration, *, client_id: str) -> Application:
    """Return a client of this server's own, made at its first use; whoever comes at once makes one together.

    No registration gives its identifier to anybody else: theirs are random. One that is disabled stays so.
    """
    found = Application.objects.filter(client_id=client_id).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return register_client(registration, client_id=client_id)[0]
    except IntegrityError:
        return Application.objects.get(client_id=client_id)


@transaction.atomic
def amend_client(registration: Registration, *, client_id: str) -> bool:
    """Make a client's row say what `registration` says; return whether anything changed (nothing is written if not)."""
    application = Application.objects.select_for_update().get(client_id=client_id)
    columns = registration.columns()
    before = {name: getattr(application, name) for name in columns}
    if application.client_type != columns["client_type"]:
        application.token_endpoint_auth_method = ""
    for name, value in columns.items():
        setattr(application, name, value)
    application.fill()
    changed = sorted(name for name, value in before.items() if getattr(application, name) != value)
    if changed:
        check(application)
        application.save()
        record(AuditEventName.CLIENT_CHANGED, person=None, client=client_id, detail={"changed": changed})
    return bool(changed)


def registered_scopes(client_id: str) -> frozenset[str] | None:
    """Return what a client may ask for; None for one that is not registered (setting CLIENT_SCOPES)."""
    client = Application.objects.only("scopes", "cap_scopes", "cap_roles").filter(client_id=client_id).first()
    return None if client is None else client.allowed_scopes
