"""The initial access token: who holds it may register clients, within its limits (RFC 7591 section 3)."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from oauth_server.protocol.models.preset_titles import CHOICES
from oauth_server.protocol.models.presets import preset_of
from oauth_server.vocabulary import SCOPES


class InitialAccessToken(models.Model):
    """`digest` is the SHA-256 of what was handed out. Each registration spends one of `uses_left`."""

    digest = models.CharField(max_length=64, unique=True, editable=False)
    label = models.CharField(_("label"), max_length=255)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("made by"), on_delete=models.SET_NULL, null=True, blank=True
    )
    created = models.DateTimeField(_("created"), auto_now_add=True)
    expires = models.DateTimeField(_("expires"), db_index=True)
    uses_left = models.PositiveIntegerField(_("uses left"), default=1)
    scopes = models.TextField(
        _("scopes"), blank=True, help_text=_("The most that its clients may ever get, space separated")
    )
    preset = models.CharField(_("preset"), max_length=16, blank=True, choices=CHOICES)
    pkce_exempt = models.BooleanField(_("exempt from PKCE"), default=False)

    class Meta:
        verbose_name = _("initial access token")
        verbose_name_plural = _("initial access tokens")

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        """Refuse what no client could be registered with, by field."""
        found: dict[str, Any] = {}
        if unknown := set(self.scopes.split()) - set(SCOPES):
            found["scopes"] = _("Unknown: %(scopes)s.") % {"scopes": ", ".join(sorted(unknown))}
        preset = preset_of(self.preset)
        if self.pkce_exempt and preset and "pkce_exempt" in preset.fixed:
            found["pkce_exempt"] = _("This preset has no exemption from PKCE.")
        if found:
            raise ValidationError(found)
