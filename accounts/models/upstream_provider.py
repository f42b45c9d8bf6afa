"""An OpenID provider by which people may sign in here, as an administrator has configured it."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from oauth_server.vocabulary import ClientAuthMethod

SECRET_METHODS = (ClientAuthMethod.CLIENT_SECRET_BASIC, ClientAuthMethod.CLIENT_SECRET_POST)
LOOPBACK = ("localhost", "127.0.0.1", "::1")


def check_issuer(value: str) -> None:
    """Raise ValidationError for what is no issuer: https (http only where this server itself is on http), no query."""
    try:
        parts = urlsplit(value)
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError:
        raise ValidationError(_("This is no address.")) from None
    plain = parts.scheme == "http" and settings.ISSUER.startswith("http:") and parts.hostname in LOOPBACK
    if not (parts.scheme == "https" or plain) or not parts.hostname or not port_is_fine:
        raise ValidationError(_("An issuer is an https address."))
    document = value.endswith("/.well-known/openid-configuration")
    if parts.query or parts.fragment or parts.username is not None or document:
        raise ValidationError(_("Give the issuer alone, without user name, query and fragment."))


class UpstreamProvider(models.Model):
    """`sealed_secret` is what `accounts.services.upstream` has sealed; it is shown to nobody.

    `provider_id` and `issuer` never change: people are known by the subject that this one issuer gave them.
    """

    provider_id = models.SlugField(
        _("identifier"), max_length=40, unique=True, help_text=_("Stands in the addresses here. It cannot be changed.")
    )
    name = models.CharField(_("name"), max_length=40, help_text=_("What the button says: Sign in with ..."))
    issuer = models.CharField(
        _("issuer"), max_length=255, validators=[check_issuer], help_text=_("It cannot be changed.")
    )
    client_id = models.CharField(_("client id"), max_length=191)
    sealed_secret = models.TextField(blank=True, editable=False)
    token_auth_method = models.CharField(
        _("client authentication"),
        max_length=20,
        default=str(ClientAuthMethod.CLIENT_SECRET_BASIC),
        choices=[(str(way), str(way)) for way in SECRET_METHODS],
        help_text=_("How the secret is sent to its token endpoint; the provider says which."),
    )
    enabled = models.BooleanField(_("enabled"), default=True)
    opens_accounts = models.BooleanField(
        _("opens accounts"), default=True, help_text=_("Whether somebody without an account here may get one.")
    )
    trusts_addresses = models.BooleanField(
        _("trust its addresses"),
        default=False,
        help_text=_("An address that it calls verified needs no verification here. No account is ever joined by one."),
    )
    created = models.DateTimeField(_("created"), auto_now_add=True)
    updated = models.DateTimeField(_("updated"), auto_now=True)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("upstream provider")
        verbose_name_plural = _("upstream providers")

    def __str__(self) -> str:
        return self.name

    def clean_fields(self, exclude: Any = None) -> None:
        """Refuse what PostgreSQL cannot keep, too."""
        for name in ("name", "client_id", "issuer"):
            if "\x00" in getattr(self, name):
                raise ValidationError({name: _("Null characters are not allowed.")})
        super().clean_fields(exclude=exclude)
