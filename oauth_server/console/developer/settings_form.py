"""What an application may decide for itself: addresses, tokens, and how strictly its requests are held."""

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from oauth_server.console.developer.fields import AddressField, LifetimeField, OriginsField, RedirectUrisField
from oauth_server.console.developer.rows import GrowingForm, RowsField
from oauth_server.console.developer.uris import redirect_fault
from oauth_server.protocol.models import Application
from oauth_server.protocol.models.presets import preset_of
from oauth_server.vocabulary import ClientPreset, GrantType, TokenFormat

LISTS: Final = ("redirect_uris", "post_logout_redirect_uris", "allowed_origins")
MINUTE: Final = timedelta(minutes=1)
DAY: Final = timedelta(days=1)
FORMATS: Final = (
    ("", _("As the resource wants it")),
    (str(TokenFormat.JWT), _("Signed (JWT)")),
    (str(TokenFormat.OPAQUE), _("Opaque")),
)


class SettingsForm(GrowingForm):
    """The first tab. Fields that an application of this kind has no use for are left out."""

    redirect_uris = RedirectUrisField()
    post_logout_redirect_uris = RowsField(
        fault=redirect_fault(""),
        row=_("Post-logout redirect URI"),
        add=_("Add another post-logout redirect URI"),
        required=False,
        label=_("Post-logout redirect URIs"),
        help_text=_("Where people may come back to after they have signed out."),
    )
    allowed_origins = OriginsField(
        label=_("Origins"),
        help_text=_("Pages that may call this server from the browser, such as https://app.example.org."),
    )
    backchannel_logout_uri = AddressField(
        "backchannel_logout_uri",
        max_length=500,
        label=_("Back-channel logout URI"),
        help_text=_("This server posts a signed logout token there when somebody signs out."),
    )
    token_format = forms.ChoiceField(
        choices=FORMATS,
        required=False,
        label=_("Form of access tokens"),
        help_text=_(
            "A resource verifies signed ones by itself. Opaque ones say nothing: the resource asks this server what "
            "they stand for. Most resources want signed ones."
        ),
    )
    access_token_lifetime = LifetimeField(
        unit=MINUTE,
        most=settings.ACCESS_TOKEN_LIFETIME,
        label=_("Life of access tokens, in minutes"),
        help_text=format_lazy(
            _("Empty: {most}, the most there is. A shorter life makes a stolen one worth less."),
            most=settings.ACCESS_TOKEN_LIFETIME // MINUTE,
        ),
    )
    refresh_idle_lifetime = LifetimeField(
        unit=DAY,
        most=settings.REFRESH_TOKEN_IDLE_LIFETIME,
        label=_("Days until an unused refresh token ends"),
        help_text=format_lazy(_("Empty: {most}, the most there is."), most=settings.REFRESH_TOKEN_IDLE_LIFETIME // DAY),
    )
    refresh_absolute_lifetime = LifetimeField(
        unit=DAY,
        most=settings.REFRESH_TOKEN_ABSOLUTE_LIFETIME,
        label=_("Days until every refresh token ends"),
        help_text=format_lazy(
            _("Empty: {most}, the most there is. However often it was used, the person then signs in again."),
            most=settings.REFRESH_TOKEN_ABSOLUTE_LIFETIME // DAY,
        ),
    )
    dpop_bound_access_tokens = forms.BooleanField(
        required=False,
        label=_("Bind every token to a key (DPoP)"),
        help_text=_("A stolen token is useless without the key; your application signs each request with it."),
    )
    require_pushed_authorization_requests = forms.BooleanField(
        required=False,
        label=_("Take pushed authorization requests only (PAR)"),
        help_text=_("Your server posts the request first, so that no browser can change it."),
    )
    require_signed_request_object = forms.BooleanField(
        required=False,
        label=_("Take signed authorization requests only"),
        help_text=_("Each request is a JWT that your key has signed; give the public key under Credentials first."),
    )

    def __init__(self, data: Any = None, *, application: Application) -> None:
        super().__init__(data, initial=_initial(application))
        self.application = application
        for name in ("redirect_uris", "post_logout_redirect_uris"):
            rows: Any = self.fields[name]
            rows.fault = redirect_fault(application.preset)
        for name in _useless(application):
            del self.fields[name]
        preset = preset_of(application.preset)
        for name in self.fields.keys() & (preset.fixed if preset else {}):
            self.fields[name].disabled = True

    def columns(self) -> dict[str, Any]:
        """Return the columns that were changed, as the row holds them."""
        cleaned = {name: self.cleaned_data[name] for name in self.changed_data}
        columns = {name: " ".join(value) if name in LISTS else value for name, value in cleaned.items()}
        preset = preset_of(self.application.preset)
        if "redirect_uris" in columns and preset and len(preset.application_types) > 1:
            columns["application_type"] = ""  # chosen anew, by the addresses
        return columns


def _initial(application: Application) -> dict[str, Any]:
    rows = {name: tuple(getattr(application, name).split()) for name in LISTS}
    return {name: getattr(application, name) for name in SettingsForm.base_fields} | rows


def _useless(application: Application) -> set[str]:
    """Return the fields that say nothing about an application of these grants."""
    grants, useless = set(application.grant_types.split()), set()
    if GrantType.AUTHORIZATION_CODE not in grants:
        useless |= {"redirect_uris", "require_pushed_authorization_requests", "require_signed_request_object"}
    if not grants & {GrantType.AUTHORIZATION_CODE, GrantType.DEVICE_CODE}:
        useless |= {"post_logout_redirect_uris", "backchannel_logout_uri"}
    if GrantType.REFRESH_TOKEN not in grants:
        useless |= {"refresh_idle_lifetime", "refresh_absolute_lifetime"}
    if application.preset in {ClientPreset.MACHINE, ClientPreset.DEVICE}:
        useless |= {"allowed_origins", "post_logout_redirect_uris"}
    return useless
