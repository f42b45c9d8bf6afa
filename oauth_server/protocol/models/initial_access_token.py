"""The initial access token: who holds it may register clients, within its limits (RFC 7591 section 3)."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from oauth_server.protocol.models.client_metadata import choices
from oauth_server.protocol.models.presets import preset_of
from oauth_server.vocabulary import SCOPES, ClientPreset


class InitialAccessToken(models.Model):
    """`digest` is the SHA-256 of what was handed out. Each registration spends one of `uses_left`."""

    digest = models.CharField(max_length=64, unique=True, editable=False)
    label = models.CharField(max_length=255)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField(db_index=True)
    uses_left = models.PositiveIntegerField(default=1)
    scopes = models.TextField(blank=True, help_text=_("The most that its clients may ever get, space separated"))
    preset = models.CharField(max_length=16, blank=True, choices=choices(ClientPreset))
    pkce_exempt = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        """Refuse what no client could be registered with, by field."""
        found = {}
        if unknown := set(self.scopes.split()) - set(SCOPES):
            found["scopes"] = f"Unknown: {', '.join(sorted(unknown))}."
        preset = preset_of(self.preset)
        if self.pkce_exempt and preset and "pkce_exempt" in preset.fixed:
            found["pkce_exempt"] = f"The preset {self.preset} has no exemption from PKCE."
        if found:
            raise ValidationError(found)
