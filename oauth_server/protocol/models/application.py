"""The client (RFC 6749 section 2): several grants, its scopes, lifetimes and audiences."""

from datetime import timedelta
from typing import Any, ClassVar, Final

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import AbstractApplication

from oauth_server.protocol.models import client_uris
from oauth_server.protocol.models.approved import Approved
from oauth_server.protocol.models.cap import Capped
from oauth_server.protocol.models.client import Client
from oauth_server.protocol.models.client_metadata import ClientMetadata
from oauth_server.protocol.models.client_rules import problems
from oauth_server.protocol.models.presets import preset_of
from oauth_server.protocol.models.sql import one_row
from oauth_server.vocabulary import DEFAULT_SCOPES, ApplicationType, ClientAuthMethod, ClientPreset, GrantType

GRANTS_OF_TOOLKIT_TYPE = {
    AbstractApplication.GRANT_AUTHORIZATION_CODE: (GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN),
    AbstractApplication.GRANT_CLIENT_CREDENTIALS: (GrantType.CLIENT_CREDENTIALS,),
    AbstractApplication.GRANT_DEVICE_CODE: (GrantType.DEVICE_CODE, GrantType.REFRESH_TOKEN),
}
"""What a client made with the toolkit's single `authorization_grant_type` is registered for."""
TOOLKIT_TYPES: Final = {str(grants[0]): name for name, grants in GRANTS_OF_TOOLKIT_TYPE.items()}
"""The toolkit's word for the grant that a client begins with; a client without one of these has none."""

SECRET_METHODS: Final = (ClientAuthMethod.CLIENT_SECRET_BASIC, ClientAuthMethod.CLIENT_SECRET_POST)

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


class Application(Approved, Capped, ClientMetadata, AbstractApplication):
    """A client. Space-separated lists where the toolkit has them so; a lifetime of None is the server's own."""

    changed_by: Any = None
    """Who registers or deletes it at this moment, for the audit trail; no column."""
    authorization_grant_type: Any
    allowed_origins: Any
    enabled = models.BooleanField(_("enabled"), default=True)
    token_epoch = models.PositiveIntegerField(default=0, editable=False)
    """Raised to end every token that the client got for itself: each carries the epoch of its time."""
    grant_types = models.TextField(_("grant types"), blank=True)
    scopes = models.TextField(_("scopes"), blank=True, help_text=_("The most it may ever get, space separated"))
    secret_expires = models.DateTimeField(_("secret expires"), null=True, blank=True)
    older_secret = models.CharField(max_length=255, blank=True, editable=False)
    """The digest of the secret before, which counts until `older_secret_expires`: time to change over."""
    older_secret_expires = models.DateTimeField(null=True, blank=True, editable=False)
    unused_until = models.DateTimeField(_("deleted unless used before"), null=True, blank=True, editable=False)
    """When it is deleted unless somebody has used it; None: never (contract: Registration)."""
    registration_token = models.CharField(max_length=64, blank=True, editable=False)
    """The digest of the registration access token (RFC 7592); empty for a client that administers itself not at all."""
    access_token_lifetime = models.DurationField(_("lifetime of access tokens"), null=True, blank=True)
    refresh_idle_lifetime = models.DurationField(_("longest pause of a refresh token"), null=True, blank=True)
    refresh_absolute_lifetime = models.DurationField(_("lifetime of refresh tokens"), null=True, blank=True)
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
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        indexes = [models.Index(fields=["registration_source", "created"])]

    def natural_key(self) -> tuple[str]:
        """Return what `get_by_natural_key` takes."""
        return (self.client_id,)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Fill what the registration left open; a secret is never kept in clear, and not at all where none is used."""
        self.fill()
        if self.client_type == self.CLIENT_PUBLIC:
            self.token_endpoint_auth_method = ClientAuthMethod.NONE
        if self.token_endpoint_auth_method not in SECRET_METHODS:
            self.client_secret = ""
        self.hash_client_secret = bool(self.client_secret)
        self._save_without_epoch(*args, **kwargs)

    def _save_without_epoch(self, *args: Any, **kwargs: Any) -> None:
        """Save all but `token_epoch`: an instance that was loaded before the epoch rose must not put it back."""
        loaded = self.__dict__.get("token_epoch")
        if loaded is not None and not self._state.adding:
            self.__dict__["token_epoch"] = models.F("token_epoch")
        try:
            super().save(*args, **kwargs)
        finally:
            if loaded is not None:
                self.__dict__["token_epoch"] = loaded

    def fill(self) -> None:
        """Choose what was left empty, by the preset and by what the rest says; say the grants in the toolkit's word,
        and work out the sector of pairwise subjects (OpenID Connect Core section 8.1)."""
        preset = preset_of(self.preset)
        if not self.grant_types:
            own = preset.grants if preset else GRANTS_OF_TOOLKIT_TYPE.get(self.authorization_grant_type, ())
            self.grant_types = " ".join(own)
        if self.grant_types and self.authorization_grant_type in {"", *GRANTS_OF_TOOLKIT_TYPE}:
            known = (TOOLKIT_TYPES[grant] for grant in self.grant_types.split() if grant in TOOLKIT_TYPES)
            self.authorization_grant_type = next(known, "")
        if not self.scopes:
            self.scopes = " ".join(DEFAULT_SCOPES)
        if not self.token_endpoint_auth_method:
            self.token_endpoint_auth_method = self._method(preset.methods if preset else ())
        uris = self.redirect_uris.split()
        if not self.application_type and (uris or preset):
            self.application_type = self._application_type(preset.application_types if preset else ())
        if self.preset == ClientPreset.SINGLE_PAGE and not self.allowed_origins:
            pages = (uri for uri in uris if uri.startswith(("https://", "http://")))
            self.allowed_origins = " ".join(dict.fromkeys(client_uris.origin_of(uri) for uri in pages))
        hosts = {
            client_uris.sector_of(uri) for uri in ([self.sector_identifier_uri] if self.sector_identifier_uri else uris)
        }
        self.sector = hosts.pop()[:255] if len(hosts) == 1 else ""

    def _method(self, allowed: tuple[ClientAuthMethod, ...]) -> str:
        if self.client_type == self.CLIENT_PUBLIC:
            return ClientAuthMethod.NONE
        return next((method for method in allowed if method != ClientAuthMethod.NONE), SECRET_METHODS[0])

    def _application_type(self, allowed: tuple[ApplicationType, ...]) -> str:
        if len(allowed) == 1:
            return allowed[0]
        uris = self.redirect_uris.split()
        native = bool(uris) and all(client_uris.is_native(uri) for uri in uris)
        return ApplicationType.NATIVE if native else ApplicationType.WEB

    def clean(self) -> None:
        """Fill what was left open, then refuse what this server does not do and what contradicts the preset, by field;
        ID tokens are signed by the server's own keys."""
        self.fill()
        found: dict[str, Any] = dict(problems(self))
        if self.algorithm == self.HS256_ALGORITHM:
            found["algorithm"] = _("ID tokens are never signed with a client's secret.")
        if self.authorization_grant_type not in {"", *GRANTS_OF_TOOLKIT_TYPE}:
            found["authorization_grant_type"] = _("This grant is not offered.")
        if found:
            raise ValidationError(found)

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


def lifetime_of(chosen: timedelta | None, ceiling: timedelta) -> timedelta:
    """Return the client's own lifetime where it is lower, else the server's (contract: Lifetimes)."""
    return min(chosen, ceiling) if chosen is not None else ceiling
