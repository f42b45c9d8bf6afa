"""What an application proves itself with: a new secret and how long both count, or its public keys."""

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from oauth_server.console.developer.fields import AddressField
from oauth_server.console.developer.keys_field import JwksField
from oauth_server.protocol.models import Application
from oauth_server.protocol.models.application import SECRET_METHODS
from oauth_server.protocol.models.presets import preset_of
from oauth_server.vocabulary import ClientAuthMethod

OVERLAPS: Final = (
    ("7", _("for 7 more days")),
    ("1", _("for one more day")),
    ("30", _("for 30 more days")),
    ("0", _("not any more")),
)
ENDS: Final = (
    ("", _("never")),
    ("90", _("in 90 days")),
    ("180", _("in 180 days")),
    ("365", _("in a year")),
)


class SecretForm(forms.Form):
    """A new secret."""

    overlap = forms.ChoiceField(choices=OVERLAPS, label=_("The present secret counts"))
    ends = forms.ChoiceField(choices=ENDS, required=False, label=_("The new secret ends"))

    def days(self, name: str) -> timedelta:
        """Return what was chosen."""
        return timedelta(days=int(self.cleaned_data[name] or 0))


class KeysForm(forms.Form):
    """Public keys: their address, or themselves; `instead`: they take the place of the secret."""

    jwks_uri = AddressField(
        "jwks_uri",
        max_length=500,
        label=_("Address of the keys (jwks_uri)"),
        help_text=_("Your server publishes its JWK Set there, and may change its keys without coming here."),
    )
    jwks = JwksField(
        label=_("Or the keys themselves (jwks)"),
        help_text=_('A JWK Set: {"keys": [...]}. Public keys only: a private key never leaves your server.'),
    )
    instead = forms.BooleanField(
        required=False,
        label=_("Sign in with these keys instead of a secret"),
        help_text=_("The secret ends at once. Keys are never sent, so nobody can steal them on the way."),
    )

    def __init__(self, data: Any = None, *, application: Application) -> None:
        super().__init__(data, initial={"jwks": application.jwks, "jwks_uri": application.jwks_uri})
        self.application = application
        if not (uses_secret(application) and may_use(application, ClientAuthMethod.PRIVATE_KEY_JWT)):
            del self.fields["instead"]

    def columns(self) -> dict[str, Any]:
        """Return the columns of the row."""
        cleaned = self.cleaned_data
        method = {"token_endpoint_auth_method": str(ClientAuthMethod.PRIVATE_KEY_JWT)} if cleaned.get("instead") else {}
        return {"jwks": cleaned["jwks"], "jwks_uri": cleaned["jwks_uri"], **method}


def uses_secret(application: Application) -> bool:
    """Return whether an application proves itself by a secret."""
    return application.token_endpoint_auth_method in SECRET_METHODS


def may_use(application: Application, method: ClientAuthMethod) -> bool:
    """Return whether the kind of a confidential application allows a method."""
    preset = preset_of(application.preset)
    confidential = application.client_type == Application.CLIENT_CONFIDENTIAL
    return confidential and (preset is None or method in preset.methods)
