"""A protected resource that an administrator adds beside our own API (RFC 8707, RFC 9728)."""

from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from oauth_server.protocol.models.client_metadata import choices
from oauth_server.protocol.models.client_uris import LOOPBACK
from oauth_server.vocabulary import SCOPES, TokenFormat

_OURS: Final = (f"{settings.API_RESOURCE}/", f"{settings.MCP_RESOURCE}/")


class ProtectedResource(models.Model):
    """`identifier` is the audience, exactly; `scopes` (space separated) are those that may go into its tokens."""

    identifier = models.CharField(_("identifier"), max_length=255, unique=True)
    scopes = models.TextField(_("scopes"), blank=True)
    name = models.CharField(_("name"), max_length=255, blank=True)
    token_format = models.CharField(_("token format"), max_length=8, blank=True, choices=choices(TokenFormat))
    access_token_lifetime = models.DurationField(_("lifetime of access tokens"), null=True, blank=True)

    class Meta:
        verbose_name = _("protected resource")
        verbose_name_plural = _("protected resources")

    def __str__(self) -> str:
        return self.identifier

    def clean(self) -> None:
        """Refuse an identifier that is no address of a resource of its own, and scopes that nobody can be given."""
        problems: dict[str, Any] = {}
        if not _is_address(self.identifier):
            problems["identifier"] = _("An absolute https address, without query and fragment.")
        elif f"{self.identifier.rstrip('/')}/".startswith(_OURS) or self.identifier.rstrip("/") == settings.ISSUER:
            problems["identifier"] = _("This address is the server's own.")
        if unknown := set(self.scopes.split()) - {scope for scope, facts in SCOPES.items() if facts.resource}:
            problems["scopes"] = _("Not a scope of a resource: %(scopes)s.") % {"scopes": ", ".join(sorted(unknown))}
        if problems:
            raise ValidationError(problems)


def _is_address(identifier: str) -> bool:
    """Return whether this is an absolute https address (http on loopback, for development) that narrows well."""
    try:
        parts = urlsplit(identifier)
    except ValueError:
        return False
    secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    plain = identifier.isascii() and identifier.isprintable() and not set(identifier) & set(" \\?#%@")
    return bool(secure and parts.hostname and plain and ".." not in parts.path)
