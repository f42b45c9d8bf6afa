"""The client (RFC 6749 section 2): several grants, its scopes, lifetimes and audiences."""

from datetime import timedelta
from typing import Any, ClassVar, Final
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import AbstractApplication

from oauth_server.protocol.models.client import Client
from oauth_server.protocol.models.client_metadata import ClientMetadata
from oauth_server.protocol.models.sql import one_row
from oauth_server.vocabulary import DEFAULT_SCOPES, SCOPES, ClientAuthMethod, GrantType

GRANTS_OF_TOOLKIT_TYPE = {
    AbstractApplication.GRANT_AUTHORIZATION_CODE: (GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN),
    AbstractApplication.GRANT_CLIENT_CREDENTIALS: (GrantType.CLIENT_CREDENTIALS,),
    AbstractApplication.GRANT_DEVICE_CODE: (GrantType.DEVICE_CODE, GrantType.REFRESH_TOKEN),
}
"""What a client made with the toolkit's single `authorization_grant_type` is registered for."""

CLIENT: Final = "select {client} from {application} a where a.client_id = %s"


class Applications(models.Manager["Application"]):
    """Finds clients by their identifier."""

    def get_by_natural_key(self, client_id: str) -> "Application":
        """Return the client of this identifier; raise Application.DoesNotExist."""
        return self.get(client_id=client_id)

    def client(self, client_id: str) -> Client | None:
        """Return the client of this identifier in one statement; None where there is none."""
        row = one_row(CLIENT, (client_id,))
        return Client.read(row) if row else None


class Application(ClientMetadata, AbstractApplication):
    """A client. Space-separated lists where the toolkit has them so; a lifetime of None is the server's own."""

    enabled = models.BooleanField(_("enabled"), default=True)
    grant_types = models.TextField(_("grant types"), blank=True)
    scopes = models.TextField(_("scopes"), blank=True, help_text=_("The most it may ever get, space separated"))
    secret_expires = models.DateTimeField(null=True, blank=True)
    older_secret = models.CharField(max_length=255, blank=True, editable=False)
    """The digest of the secret before, which counts until `older_secret_expires`: time to change over."""
    older_secret_expires = models.DateTimeField(null=True, blank=True, editable=False)
    registration_token = models.CharField(max_length=64, blank=True, editable=False)
    """The digest of the registration access token (RFC 7592); empty for a client that administers itself not at all."""
    access_token_lifetime = models.DurationField(null=True, blank=True)
    refresh_idle_lifetime = models.DurationField(null=True, blank=True)
    refresh_absolute_lifetime = models.DurationField(null=True, blank=True)
    introspects = models.TextField(
        _("introspects"),
        blank=True,
        help_text=_("Resources that it serves: whose tokens it may introspect or exchange"),
    )
    hosts_verified = models.BooleanField(
        _("hosts verified"), default=False, help_text=_("Every redirect URI is https on a host that we verified")
    )
    pkce_exempt = models.BooleanField(
        _("exempt from PKCE"), default=False, help_text=_("A confidential OpenID client that cannot send a challenge")
    )

    objects: ClassVar[Applications] = Applications()

    class Meta(AbstractApplication.Meta):
        abstract = False
        indexes = [models.Index(fields=["registration_source", "created"])]

    def natural_key(self) -> tuple[str]:
        """Return what `get_by_natural_key` takes."""
        return (self.client_id,)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Fill what the registration left open: grants from the toolkit's type, default scopes, authentication method;
        a secret is never kept in clear."""
        self.hash_client_secret = True
        if not self.grant_types:
            self.grant_types = " ".join(GRANTS_OF_TOOLKIT_TYPE.get(self.authorization_grant_type, ()))
        if not self.scopes:
            self.scopes = " ".join(DEFAULT_SCOPES)
        if self.client_type == self.CLIENT_PUBLIC:
            self.token_endpoint_auth_method = ClientAuthMethod.NONE
            self.client_secret = ""
        elif not self.token_endpoint_auth_method:
            self.token_endpoint_auth_method = ClientAuthMethod.CLIENT_SECRET_BASIC
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse what this server does not do, by field; ID tokens are signed by the server's own keys."""
        problems: dict[str, Any] = {}
        if self.algorithm == self.HS256_ALGORITHM:
            problems["algorithm"] = _("ID tokens are never signed with a client's secret.")
        if self.authorization_grant_type not in GRANTS_OF_TOOLKIT_TYPE:
            problems["authorization_grant_type"] = _("This grant is not offered.")
        if self.pkce_exempt and self.client_type != self.CLIENT_CONFIDENTIAL:
            problems["pkce_exempt"] = _("Only a confidential client can be exempt from PKCE.")
        if unknown := set(self.scopes.split()) - set(SCOPES):
            problems["scopes"] = _("Unknown: %(scopes)s.") % {"scopes": ", ".join(sorted(unknown))}
        if unknown := set(self.grant_types.split()) - set(GrantType):
            problems["grant_types"] = _("Unknown: %(grants)s.") % {"grants": ", ".join(sorted(unknown))}
        if insecure := [uri for uri in self.redirect_uris.split() if _is_insecure(uri)]:
            problems["redirect_uris"] = _("https, or http on a loopback address: %(uris)s.") % {
                "uris": ", ".join(insecure)
            }
        if problems:
            raise ValidationError(problems)
        algorithm = self.algorithm
        self.__dict__["algorithm"] = self.NO_ALGORITHM
        try:
            super().clean()
        finally:
            self.__dict__["algorithm"] = algorithm

    def get_allowed_schemes(self) -> list[str]:
        """Return the schemes that `clean` lets through; http goes to loopback addresses only."""
        return ["https", "http"]

    def allows_grant_type(self, *grant_types: str) -> bool:
        """Return whether the client is registered for one of these, in the toolkit's words or the wire's."""
        wanted = {wire for name in grant_types for wire in GRANTS_OF_TOOLKIT_TYPE.get(name, (name,))[:1]}
        return bool(wanted & set(self.grant_types.split()))

    def is_usable(self, request: Any) -> bool:
        """Return whether the client is enabled; the request does not matter."""
        return self.enabled


def _is_insecure(uri: str) -> bool:
    """Return whether a redirect URI would carry a code in the clear over a network (RFC 9700 section 2.1)."""
    parts = urlsplit(uri)
    return parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1")


def lifetime_of(chosen: timedelta | None, ceiling: timedelta) -> timedelta:
    """Return the client's own lifetime where it is lower, else the server's (contract: Lifetimes)."""
    return min(chosen, ceiling) if chosen is not None else ceiling
