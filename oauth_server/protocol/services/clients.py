"""Registered clients: made and amended by one room (RFC 6749 section 2, RFC 7591 section 2)."""

from dataclasses import dataclass
from typing import Final

from django.db import transaction
from oauth2_provider.generators import generate_client_id, generate_client_secret

from accounts.audit.record import AuditEventName, record
from oauth_server.protocol.models import Application
from oauth_server.vocabulary import GrantType, Scope

TOOLKIT_TYPES: Final = {
    GrantType.AUTHORIZATION_CODE: Application.GRANT_AUTHORIZATION_CODE,
    GrantType.CLIENT_CREDENTIALS: Application.GRANT_CLIENT_CREDENTIALS,
}
"""The toolkit's word for the grant that a client begins with; a client without a grant has none."""


@dataclass(frozen=True, slots=True)
class Registration:
    """What a client is registered as. `introspects`: the resources whose tokens it may introspect (RFC 7662)."""

    name: str
    public: bool = False
    grant_types: tuple[GrantType, ...] = ()
    redirect_uris: tuple[str, ...] = ()
    post_logout_redirect_uris: tuple[str, ...] = ()
    allowed_origins: tuple[str, ...] = ()
    scopes: tuple[Scope, ...] = ()
    introspects: tuple[str, ...] = ()

    def columns(self) -> dict[str, str]:
        """Return the columns of the client's row that this registration decides."""
        return {
            "name": self.name,
            "client_type": Application.CLIENT_PUBLIC if self.public else Application.CLIENT_CONFIDENTIAL,
            "authorization_grant_type": next(
                (TOOLKIT_TYPES[grant] for grant in self.grant_types if grant in TOOLKIT_TYPES), ""
            ),
            "grant_types": " ".join(self.grant_types),
            "redirect_uris": " ".join(self.redirect_uris),
            "post_logout_redirect_uris": " ".join(self.post_logout_redirect_uris),
            "allowed_origins": " ".join(self.allowed_origins),
            "scopes": " ".join(self.scopes),
            "introspects": " ".join(self.introspects),
        }


def register_client(
    registration: Registration, *, client_id: str = "", client_secret: str = ""
) -> tuple[Application, str | None]:
    """Return a new client and its secret (None for a public one); identifier and secret are made unless given.

    Raise ValidationError, by field, for what this server does not do. Only a digest of the secret is stored.
    """
    application = Application(client_id=client_id or generate_client_id(), **registration.columns())
    secret = None if registration.public else client_secret or generate_client_secret()
    application.client_secret = secret or ""
    if registration.grant_types:
        application.clean()
    application.save()
    return application, secret


@transaction.atomic
def renew_secret(*, client_id: str) -> str:
    """Return a new secret of a confidential client; the old one is refused from now on."""
    application = Application.objects.get(client_id=client_id)
    application.client_secret = secret = generate_client_secret()
    application.save(update_fields=["client_secret", "updated"])
    record(AuditEventName.CLIENT_SECRET_RENEWED, person=None, client=client_id)
    return str(secret)


@transaction.atomic
def amend_client(registration: Registration, *, client_id: str) -> bool:
    """Make a client's row say what `registration` says; return whether anything changed (nothing is written if not)."""
    application = Application.objects.select_for_update().get(client_id=client_id)
    changed = [name for name, value in registration.columns().items() if getattr(application, name) != value]
    for name in changed:
        setattr(application, name, registration.columns()[name])
    if changed:
        application.save()
        record(AuditEventName.CLIENT_CHANGED, person=None, client=client_id, detail={"changed": sorted(changed)})
    return bool(changed)


def registered_scopes(client_id: str) -> frozenset[str] | None:
    """Return what a client may ask for; None for one that is not registered (setting CLIENT_SCOPES)."""
    scopes = Application.objects.filter(client_id=client_id).values_list("scopes", flat=True).first()
    return None if scopes is None else frozenset(scopes.split())
